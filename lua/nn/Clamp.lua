-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Clamp(min_value, max_value): each element, but at least min_value and at most max_value.

local define = require('tocha').nn.define

local Clamp, parent = torch.class('nn.Clamp', 'nn.HardTanh')
Clamp.__arguments = '[min_value:number], [max_value:number]'
define(Clamp)

function Clamp:__init(min_value, max_value)
  parent.__init(self, min_value, max_value)
end

return Clamp
