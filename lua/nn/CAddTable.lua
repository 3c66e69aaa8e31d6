-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CAddTable([inplace]): the sum of the tensors of a table. In place, it is added up in the first
-- of them, and every gradInput is gradOutput itself.

local define = require('tocha').nn.define

local CAddTable, parent = torch.class('nn.CAddTable', 'nn.Module')
define(CAddTable)

function CAddTable:__init(inplace)
  parent.__init(self)
  self.inplace = inplace
  self.gradInput = {}
end

return CAddTable
