-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CMinTable(): the smallest of the elements in the same places of the tensors of a table. Where
-- several are, the gradient goes to the first. `minIdx` holds their positions in the table.

local define = require('tocha').nn.define

local CMinTable, parent = torch.class('nn.CMinTable', 'nn.Module')
define(CMinTable)

function CMinTable:__init()
  parent.__init(self)
  self.gradInput = {}
  self.minIdx = torch.Tensor()
  self.mask = torch.Tensor() -- the other three are fields of Torch7's, here for its files' sake
  self.minVals = torch.Tensor()
  self.gradMaxVals = torch.Tensor()
end

function CMinTable:clearState()
  nn.utils.clear(self, 'minIdx', 'maskByteTensor', '_chosen')
  return parent.clearState(self)
end

return CMinTable
