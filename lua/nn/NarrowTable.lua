-- SPDX-License-Identifier: BSD-3-Clause
-- nn.NarrowTable(offset, [length]): `length` (default 1) elements of a table from `offset` on.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local NarrowTable, parent = torch.class('nn.NarrowTable', 'nn.Module')
NarrowTable.__arguments = 'offset:number, [length:number]'
define(NarrowTable)

function NarrowTable:__init(offset, length)
  parent.__init(self)
  if not offset then fail('nn.NarrowTable', 'the offset is missing') end
  self.offset = offset
  self.length = length or 1
  self.output = {}
  self.gradInput = {}
end

-- Results may be other modules' tensors: they are replaced, not emptied.
function NarrowTable:clearState()
  return nn.utils.replaceResults(self)
end

return NarrowTable
