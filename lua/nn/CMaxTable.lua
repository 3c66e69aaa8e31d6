-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CMaxTable(): the largest of the elements in the same places of the tensors of a table. Where
-- several are, the gradient goes to the first. `maxIdx` holds their positions in the table.

local define = require('tocha').nn.define

local CMaxTable, parent = torch.class('nn.CMaxTable', 'nn.Module')
define(CMaxTable)

function CMaxTable:__init()
  parent.__init(self)
  self.gradInput = {}
  self.maxIdx = torch.Tensor()
  self.mask = torch.Tensor() -- the other three are fields of Torch7's, here for its files' sake
  self.maxVals = torch.Tensor()
  self.gradMaxVals = torch.Tensor()
end

function CMaxTable:clearState()
  nn.utils.clear(self, 'maxIdx', 'maskByteTensor', '_chosen')
  return parent.clearState(self)
end

return CMaxTable
