-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Add(inputSize, [scalar]): adds a learned vector of inputSize elements to each sample, or, if
-- `scalar` is true, one learned number to each element.

local define = require('tocha').nn.define
local initial = require 'nn.initial'
local need = require 'nn.need'

local Add, parent = torch.class('nn.Add', 'nn.Module')
Add.__arguments = '[inputSize:count], [scalar]'
define(Add)

function Add:__init(inputSize, scalar)
  parent.__init(self)
  local size = scalar and 1 or need(self, 'inputSize', inputSize, 'number')
  self.scalar = scalar
  self.bias = torch.Tensor(size)
  self.gradBias = torch.Tensor(size)
  self._ones = torch.Tensor {1} -- a buffer of Torch7's, which its files hold
  self:reset()
end

-- Uniform in +-stdv sqrt(3), by default in +-1 / sqrt(inputSize).
function Add:reset(stdv)
  initial.uniform(stdv, self.bias:size(1), self.bias)
end

return Add
