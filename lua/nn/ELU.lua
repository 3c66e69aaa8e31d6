-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ELU([alpha], [inplace]): x where x > 0, else alpha (exp(x) - 1); alpha is 1 by default.
-- Tensors of any sizes (Clevert et al., arXiv:1511.07289).

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local checked = require('nn.inplace')

local ELU, parent = torch.class('nn.ELU', 'nn.Module')
ELU.__arguments = '[alpha:number], [inplace]'
define(ELU)

function ELU:__init(alpha, inplace)
  parent.__init(self)
  self.alpha = alpha or 1
  if type(self.alpha) ~= 'number' then
    fail(torch.type(self), 'alpha must be a number, got ', type(alpha))
  end
  self.inplace = checked(self, inplace)
end

function ELU:__tostring__()
  return ('%s (alpha:%f)'):format(torch.type(self), self.alpha)
end

return ELU
