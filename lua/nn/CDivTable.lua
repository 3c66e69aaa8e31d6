-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CDivTable(): the first tensor of a pair divided by the second.

local define = require('tocha').nn.define

local CDivTable, parent = torch.class('nn.CDivTable', 'nn.Module')
define(CDivTable)

function CDivTable:__init()
  parent.__init(self)
  self.gradInput = {}
end

return CDivTable
