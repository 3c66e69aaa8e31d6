-- SPDX-License-Identifier: BSD-3-Clause
-- nn.RReLU([lower], [upper], [inplace]): x where x > 0, else a x. In training each element gets an
-- `a` of its own, drawn from [lower, upper] (defaults 1/8 and 1/3) and kept in `noise`; in
-- evaluation a is their mean. Tensors of any sizes (Xu et al., arXiv:1505.00853).

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local checked = require('nn.inplace')
local need = require 'nn.need'

local RReLU, parent = torch.class('nn.RReLU', 'nn.Module')
RReLU.__arguments = '[lower:number], [upper:number], [inplace]'
define(RReLU)

function RReLU:__init(lower, upper, inplace)
  parent.__init(self)
  self.lower = need(self, 'lower', lower or 1 / 8, 'number')
  self.upper = need(self, 'upper', upper or 1 / 3, 'number')
  if not (0 <= self.lower and self.lower <= self.upper) then
    fail(torch.type(self), '0 <= lower <= upper must hold, got ', self.lower, ' and ', self.upper)
  end
  self.noise = torch.Tensor()
  self.train = true
  self.inplace = checked(self, inplace)
end

function RReLU:clearState()
  nn.utils.clear(self, 'noise')
  return parent.clearState(self)
end

function RReLU:__tostring__()
  return ('%s (l:%f, u:%f)'):format(torch.type(self), self.lower, self.upper)
end

return RReLU
