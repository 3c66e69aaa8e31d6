-- SPDX-License-Identifier: BSD-3-Clause
-- nn.WeightNorm(module, [outputDim]): the module with its weight written as g v / |v|: a length and a
-- direction for each output, which are trained instead (https://arxiv.org/abs/1602.07868). outputDim
-- (default 1) is the weight's dimension that counts outputs.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local WeightNorm, parent = torch.class('nn.WeightNorm', 'nn.Decorator')
WeightNorm.__arguments = 'module:module, [outputDim:count]'
define(WeightNorm)

function WeightNorm:__init(module, outputDim)
  parent.__init(self, module)
  if not module.weight then fail('nn.WeightNorm', torch.type(module), ' has no weight') end
  self.weight, self.gradWeight = module.weight, module.gradWeight
  self.bias, self.gradBias = module.bias, module.gradBias
  self.outputDim = outputDim or 1
  local outputs = self.weight:size(self.outputDim)
  self.otherDims = self.weight:nElement() / outputs
  self.viewIn = torch.LongStorage {outputs, self.otherDims}
  self.weightSize = self.weight:size()
  self.viewOut = self.weight:size() -- of the weight with its outputs first
  for i = self.outputDim - 1, 1, -1 do
    self.viewOut[i], self.viewOut[i + 1] = self.viewOut[i + 1], self.viewOut[i]
  end
  self.v = torch.Tensor(outputs, self.otherDims)
  self.g = torch.Tensor(outputs)
  self._norm = torch.Tensor(outputs)
  self._scale = torch.Tensor(outputs)
  self.gradG = torch.Tensor(outputs):zero()
  self.gradV = torch.Tensor(outputs, self.otherDims):zero()
  self:resetInit()
end

-- Normal directions with the deviation that suits ReLU, lengths that leave them as they are.
function WeightNorm:resetInit()
  self.v:normal(0, math.sqrt(2 / self.viewIn[2]))
  self.g:norm(self.v, 2, 2)
  if self.bias then self.bias:zero() end
end

-- In evaluation the weight stays what it is.
function WeightNorm:evaluate()
  if self.train == false then return end
  self:updateWeight()
  parent.evaluate(self)
end

-- The weight of the present v and g.
function WeightNorm:updateWeight()
  local norm = torch.norm(self.v, 2, 2):pow(2):add(1e-4):sqrt()
  local rows = torch.cmul(self.v, torch.cdiv(self.g:view(-1, 1), norm):expandAs(self.v))
  local weight = self.weight
  for i = self.outputDim - 1, 1, -1 do weight = weight:transpose(i, i + 1) end
  weight:copy(rows:view(self.viewOut))
end

function WeightNorm:parameters()
  return {self.v, self.g, self.bias}, {self.gradV, self.gradG, self.gradBias}
end

function WeightNorm:zeroGradParameters()
  self.modules[1]:zeroGradParameters()
  self.gradV:zero()
  self.gradG:zero()
end

function WeightNorm:updateParameters(learningRate)
  self.modules[1]:updateParameters(learningRate)
  self.g:add(-learningRate, self.gradG)
  self.v:add(-learningRate, self.gradV:viewAs(self.v))
end

function WeightNorm:accUpdateGradParameters(input, gradOutput, lr)
  self:sharedAccUpdateGradParameters(input, gradOutput, lr)
end

function WeightNorm:sharedAccUpdateGradParameters(input, gradOutput, lr)
  nn.Module.sharedAccUpdateGradParameters(self, input, gradOutput, lr)
end

-- Files leave the weight out: it follows from v and g.
function WeightNorm:write(file)
  local module, weight, gradWeight = self.modules[1], self.weight, self.gradWeight
  self.weight, self.gradWeight, module.weight, module.gradWeight = nil, nil, nil, nil
  local ok, err = pcall(parent.write, self, file)
  self.weight, self.gradWeight, module.weight, module.gradWeight = weight, gradWeight, weight, gradWeight
  if not ok then error(err, 0) end
end

function WeightNorm:read(file)
  parent.read(self, file)
  if self.weight then return end
  local module = self.modules[1]
  module.weight, module.gradWeight = self.v.new(self.weightSize), self.v.new(self.weightSize):zero()
  self.weight, self.gradWeight = module.weight, module.gradWeight
  self:updateWeight()
end

function WeightNorm:clearState()
  nn.utils.clear(self, '_rows', '_squares', '_gradG')
  return parent.clearState(self)
end

return WeightNorm
