-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Narrow(dimension, offset, [length]): `length` (default 1) slices of the input along a dimension
-- (negative: from the end), from `offset` on. A negative length counts from the end: with -1 the
-- last slice is the last of the result. A negative offset gives all slices but the last `length`.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local Narrow, parent = torch.class('nn.Narrow', 'nn.Module')
Narrow.__arguments = 'dimension:number, offset:number, [length:number]'
define(Narrow)

function Narrow:__init(dimension, offset, length)
  parent.__init(self)
  if not dimension or not offset then
    fail(torch.type(self), 'dimension and offset must be numbers, got ', type(dimension), ' and ',
         type(offset))
  end
  self.dimension = dimension
  self.index = offset
  self.length = length or 1
end

return Narrow
