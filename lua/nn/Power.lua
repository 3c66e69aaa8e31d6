-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Power(p): each element to the power of p. Tensors of any sizes.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local Power, parent = torch.class('nn.Power', 'nn.Module')
Power.__arguments = 'p:number'
define(Power)

function Power:__init(p)
  parent.__init(self)
  if type(p) ~= 'number' then fail(torch.type(self), 'the power must be a number, got ', type(p)) end
  self.pow = p
end

return Power
