-- SPDX-License-Identifier: BSD-3-Clause
-- nn.AddConstant(constant, [inplace]): adds a number to each element, or a vector to each row (the
-- last dimension). In place, the input is changed, and restored by backward.

local define = require('tocha').nn.define
local checked = require('nn.inplace')

local AddConstant, parent = torch.class('nn.AddConstant', 'nn.Module')
AddConstant.__arguments = 'constant:number|tensor, [inplace]'
define(AddConstant)

function AddConstant:__init(constant_scalar, inplace)
  parent.__init(self)
  self.constant_scalar = constant_scalar
  self.inplace = checked(self, inplace)
end

return AddConstant
