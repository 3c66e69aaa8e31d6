-- SPDX-License-Identifier: BSD-3-Clause
-- nn.LinearWeightNorm(inputSize, outputSize, [bias], [eps]): nn.Linear that learns the length `g` and the
-- direction `v` of each row of its weights apart. Norms count as at least `eps` (1e-16).

local define = require('tocha').nn.define
local initial = require 'nn.initial'
local need = require 'nn.need'

local LinearWeightNorm, parent = torch.class('nn.LinearWeightNorm', 'nn.Linear')
LinearWeightNorm.__arguments = 'inputSize:count, outputSize:count, [bias], [eps:number]'
define(LinearWeightNorm)

function LinearWeightNorm:__init(inputSize, outputSize, bias, eps)
  nn.Module.__init(self)
  self.eps = eps or 1e-16
  self.outputSize = outputSize
  self.inputSize = inputSize
  for _, name in ipairs {'v', 'gradV', 'weight'} do
    self[name] = torch.Tensor(outputSize, inputSize)
  end
  for _, name in ipairs {'g', 'gradG', 'norm', 'scale'} do
    self[name] = torch.Tensor(outputSize, 1)
  end
  if bias ~= false then
    self.bias = torch.Tensor(outputSize)
    self.gradBias = torch.Tensor(outputSize)
  end
  self:reset()
end

-- Draws weights as nn.Linear does, and takes lengths and directions from them.
function LinearWeightNorm:reset(stdv)
  self.weight:resizeAs(self.v)
  initial.uniform(stdv, self.inputSize, self.weight, self.bias)
  self:initFromWeight()
end

-- Takes lengths and directions from `weight`, by default the layer's own.
function LinearWeightNorm:initFromWeight(weight)
  weight = weight or self.weight
  self.g:norm(weight, 2, 2):clamp(self.eps, math.huge)
  self.v:copy(weight)
  return self
end

-- LinearWeightNorm.fromLinear(linear): a layer that computes what an nn.Linear does.
function LinearWeightNorm.fromLinear(linear)
  need('nn.LinearWeightNorm.fromLinear', 'argument 1', linear, 'module')
  need('nn.LinearWeightNorm.fromLinear', 'the weight', linear.weight, 'tensor')
  local outputs, inputs = linear.weight:size(1), linear.weight:size(2)
  local made = nn.LinearWeightNorm(inputs, outputs, linear.bias ~= nil):type(linear:type())
  made.weight:copy(linear.weight)
  made:initFromWeight()
  if linear.bias then made.bias:copy(linear.bias) end
  return made
end

-- An nn.Linear that computes what this layer does.
function LinearWeightNorm:toLinear()
  self:updateWeightMatrix()
  local made = nn.Linear(self.inputSize, self.outputSize, self.bias ~= nil):type(self:type())
  made.weight:copy(self.weight)
  if self.bias then made.bias:copy(self.bias) end
  return made
end

-- The weights from lengths and directions, which forward does too when training.
function LinearWeightNorm:updateWeightMatrix()
  self.norm:norm(self.v, 2, 2):clamp(self.eps, math.huge)
  self.scale:cdiv(self.g, self.norm)
  self.weight:cmul(self.v, self.scale:expandAs(self.v))
end

function LinearWeightNorm:evaluate()
  if self.train ~= false then self:updateWeightMatrix() end
  parent.evaluate(self)
end

function LinearWeightNorm:parameters()
  return {self.v, self.g, self.bias}, {self.gradV, self.gradG, self.gradBias}
end

-- The engine completes the gradients before it adds them: the parameters can stand in for them.
function LinearWeightNorm:defaultAccUpdateGradParameters(input, gradOutput, lr)
  local gradV, gradG, gradBias = self.gradV, self.gradG, self.gradBias
  self.gradV, self.gradG, self.gradBias = self.v, self.g, self.bias
  self:accGradParameters(input, gradOutput, -lr)
  self.gradV, self.gradG, self.gradBias = gradV, gradG, gradBias
end

function LinearWeightNorm:clearState()
  nn.utils.clear(self, 'weight', 'norm', 'scale', '_gradWeight', '_product', '_lengths')
  return parent.clearState(self)
end

function LinearWeightNorm:__tostring__()
  return ('%s(%d -> %d)%s'):format(torch.type(self), self.inputSize, self.outputSize,
                                   self.bias == nil and ' without bias' or '')
end

return LinearWeightNorm
