-- SPDX-License-Identifier: BSD-3-Clause
-- nn.FlattenTable(): a nested table to the flat one of all its tensors, in order.

local define = require('tocha').nn.define

local FlattenTable, parent = torch.class('nn.FlattenTable', 'nn.Module')
define(FlattenTable)

function FlattenTable:__init()
  parent.__init(self)
  self.output = {}
  self.gradInput = {}
  self.input_map = {} -- the input's structure with each tensor's position in the output
end

-- Results may be other modules' tensors: they are replaced, not emptied.
function FlattenTable:clearState()
  self.input_map = {}
  return nn.utils.replaceResults(self)
end

return FlattenTable
