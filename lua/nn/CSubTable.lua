-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CSubTable(): the first tensor of a pair minus the second.

local define = require('tocha').nn.define

local CSubTable, parent = torch.class('nn.CSubTable', 'nn.Module')
define(CSubTable)

function CSubTable:__init()
  parent.__init(self)
  self.gradInput = {}
end

return CSubTable
