-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Linear(inputSize, outputSize, [bias]): y = weight x + bias for a vector, or for each row of a
-- batch (B x inputSize). Without bias if that is false. `weight` is outputSize x inputSize.

local define = require('tocha').nn.define
local initial = require 'nn.initial'

local Linear, parent = torch.class('nn.Linear', 'nn.Module')
Linear.__arguments = 'inputSize:count, outputSize:count, [bias]'
define(Linear)

function Linear:__init(inputSize, outputSize, bias)
  parent.__init(self)
  self.weight = torch.Tensor(outputSize, inputSize)
  self.gradWeight = torch.Tensor(outputSize, inputSize)
  if bias ~= false then
    self.bias = torch.Tensor(outputSize)
    self.gradBias = torch.Tensor(outputSize)
  end
  self:reset()
end

function Linear:noBias()
  self.bias = nil
  self.gradBias = nil
  return self
end

-- Uniform in +-stdv sqrt(3), by default in +-1 / sqrt(inputSize).
function Linear:reset(stdv)
  initial.uniform(stdv, self.weight:size(2), self.weight, self.bias)
  return self
end

-- The gradients do not depend on the parameters, so shared ones need no detour either.
function Linear:sharedAccUpdateGradParameters(input, gradOutput, lr)
  self:defaultAccUpdateGradParameters(input, gradOutput, lr)
end

function Linear:clearState()
  nn.utils.clear(self, 'addBuffer') -- a buffer of old files
  return parent.clearState(self)
end

function Linear:__tostring__()
  return ('%s(%d -> %d)%s'):format(torch.type(self), self.weight:size(2), self.weight:size(1),
                                   self.bias == nil and ' without bias' or '')
end

return Linear
