-- SPDX-License-Identifier: BSD-3-Clause
-- nn.LeakyReLU([negval], [inplace]) or nn.LeakyReLU(inplace): x where x > 0, else negval x (default
-- 0.01). Tensors of any sizes. With a negative slope it never works in place, since the gradient
-- could not be told from the output.

local define = require('tocha').nn.define
local checked = require('nn.inplace')

local LeakyReLU, parent = torch.class('nn.LeakyReLU', 'nn.Module')
LeakyReLU.__arguments = '[negval:number|boolean], [inplace]'
define(LeakyReLU)

function LeakyReLU:__init(negval, inplace)
  parent.__init(self)
  if type(negval) == 'boolean' then negval, inplace = nil, negval end
  self.negval = negval or 0.01
  self.inplace = checked(self, inplace) and self.negval >= 0
end

function LeakyReLU:__tostring__()
  return ('%s(%g)'):format(torch.type(self), self.negval)
end

return LeakyReLU
