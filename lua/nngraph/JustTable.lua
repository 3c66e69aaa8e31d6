-- SPDX-License-Identifier: BSD-3-Clause
-- nngraph.JustTable(): a table whose only element is the input.

local define = require('tocha').nn.define

local JustTable, parent = torch.class('nngraph.JustTable', 'nn.Module', require 'nngraph.env')
define(JustTable)

function JustTable:__init()
  parent.__init(self)
  self.output = {}
end

-- Both fields hold other modules' tensors.
function JustTable:clearState()
  return nn.utils.replaceResults(self)
end

return JustTable
