-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CAddTensorTable(): {tensor, table of tensors} to the table of their sums.

local define = require('tocha').nn.define

local CAddTensorTable, parent = torch.class('nn.CAddTensorTable', 'nn.Module')
define(CAddTensorTable)

function CAddTensorTable:__init()
  parent.__init(self)
  self.gradInput = {}
end

return CAddTensorTable
