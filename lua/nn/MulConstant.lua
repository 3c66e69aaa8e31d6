-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MulConstant(factor, [inplace]): each element times a number. In place, the input is changed,
-- and restored by backward.

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local checked = require('nn.inplace')

local MulConstant, parent = torch.class('nn.MulConstant', 'nn.Module')
MulConstant.__arguments = 'constant:number, [inplace]'
define(MulConstant)

function MulConstant:__init(constant_scalar, inplace)
  parent.__init(self)
  if type(constant_scalar) ~= 'number' then
    fail(torch.type(self), 'the factor must be a number, got ', torch.type(constant_scalar))
  end
  self.constant_scalar = constant_scalar
  self.inplace = checked(self, inplace)
end

return MulConstant
