-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SelectTable(index): one element of a table, by its position (negative counts from the end) or its
-- name.

local define = require('tocha').nn.define

local SelectTable, parent = torch.class('nn.SelectTable', 'nn.Module')
SelectTable.__arguments = 'index:number|string'
define(SelectTable)

function SelectTable:__init(index)
  parent.__init(self)
  self.index = index
  self.gradInput = {}
end

-- Results may be other modules' tensors: they are replaced, not emptied.
function SelectTable:clearState()
  return nn.utils.replaceResults(self)
end

function SelectTable:__tostring__()
  return ('%s(%s)'):format(torch.type(self), self.index)
end

return SelectTable
