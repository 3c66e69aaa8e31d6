-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SoftPlus([beta]): log(1 + exp(beta x)) / beta of each element, a smooth max(x, 0); beta (default
-- 1) says how sharp it is. Where beta x > `threshold` (20) both agree, and x is taken. Tensors of
-- any sizes.

local define = require('tocha').nn.define

local SoftPlus, parent = torch.class('nn.SoftPlus', 'nn.Module')
SoftPlus.__arguments = '[beta:number]'
define(SoftPlus)

function SoftPlus:__init(beta)
  parent.__init(self)
  self.beta = beta or 1
  self.threshold = 20
end

return SoftPlus
