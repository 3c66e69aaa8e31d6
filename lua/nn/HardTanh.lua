-- SPDX-License-Identifier: BSD-3-Clause
-- nn.HardTanh([min_value], [max_value], [inplace]): each element, but at least min_value (default -1)
-- and at most max_value (default 1). Tensors of any sizes.

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local checked = require('nn.inplace')
local need = require 'nn.need'

local HardTanh, parent = torch.class('nn.HardTanh', 'nn.Module')
HardTanh.__arguments = '[min_value:number], [max_value:number], [inplace]'
define(HardTanh)

function HardTanh:__init(min_value, max_value, inplace)
  parent.__init(self)
  self.min_val = need(self, 'the lower bound', min_value or -1, 'number')
  self.max_val = need(self, 'the upper bound', max_value or 1, 'number')
  self.inplace = checked(self, inplace)
  if self.max_val <= self.min_val then
    fail(torch.type(self), 'the upper bound (', self.max_val, ') must be above the lower one (',
         self.min_val, ')')
  end
end

return HardTanh
