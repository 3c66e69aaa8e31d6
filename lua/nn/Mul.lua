-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Mul(): each element times one learned number.

local define = require('tocha').nn.define
local initial = require 'nn.initial'

local Mul, parent = torch.class('nn.Mul', 'nn.Module')
define(Mul)

function Mul:__init()
  parent.__init(self)
  self.weight = torch.Tensor(1)
  self.gradWeight = torch.Tensor(1)
  self:reset()
end

-- Uniform in +-stdv sqrt(3), by default in +-1.
function Mul:reset(stdv)
  initial.uniform(stdv, 1, self.weight)
end

return Mul
