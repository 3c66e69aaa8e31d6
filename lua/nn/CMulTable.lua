-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CMulTable(): the product of the tensors of a table.

local define = require('tocha').nn.define

local CMulTable, parent = torch.class('nn.CMulTable', 'nn.Module')
define(CMulTable)

function CMulTable:__init()
  parent.__init(self)
  self.gradInput = {}
end

function CMulTable:clearState()
  nn.utils.clear(self, 'tout') -- a buffer of old files
  return parent.clearState(self)
end

return CMulTable
