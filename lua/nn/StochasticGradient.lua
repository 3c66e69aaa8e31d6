-- SPDX-License-Identifier: BSD-3-Clause
-- nn.StochasticGradient(module, criterion): trains a module by stochastic gradient descent, sample by
-- sample. train(dataset) takes anything with dataset:size() and dataset[i] = {input, target}.
--
-- Fields to set: learningRate (0.01), learningRateDecay (0: after iteration i the rate is learningRate /
-- (1 + i learningRateDecay)), maxIteration (25; 0 or less: no end), shuffleIndices (true), verbose
-- (true), hookExample(self, example), hookIteration(self, iteration, error).

local fail = require('torch.error').fail
local need = require 'nn.need'

local StochasticGradient = torch.class('nn.StochasticGradient')
StochasticGradient.__arguments = 'module:module, criterion:criterion'

function StochasticGradient:__init(module, criterion)
  self.module = need(self, 'argument 1', module, 'table')
  self.criterion = need(self, 'argument 2', criterion, 'table')
  self.learningRate = 0.01
  self.learningRateDecay = 0
  self.maxIteration = 25
  self.shuffleIndices = true
  self.verbose = true
end

-- One sample; returns its loss.
local function step(self, example, rate)
  local module, criterion = self.module, self.criterion
  local input, target = example[1], example[2]
  local loss = criterion:forward(module:forward(input), target)
  module:updateGradInput(input, criterion:updateGradInput(module.output, target))
  module:accUpdateGradParameters(input, criterion.gradInput, rate)
  if self.hookExample then self.hookExample(self, example) end
  return loss
end

function StochasticGradient:train(dataset)
  if type(dataset) ~= 'table' and type(dataset) ~= 'userdata' or not dataset.size then
    fail('nn.StochasticGradient.train', 'a dataset with the method size() expected, got ',
         torch.type(dataset))
  end
  local count = dataset:size()
  local order = torch.randperm(count, 'torch.LongTensor')
  if not self.shuffleIndices then order:range(1, count) end
  local rate, iteration = self.learningRate, 1
  local mean
  print('# StochasticGradient: training')
  repeat
    local sum = 0
    for i = 1, count do
      sum = sum + step(self, dataset[order[i]], rate)
    end
    mean = sum / count
    if self.hookIteration then self.hookIteration(self, iteration, mean) end
    if self.verbose then print('# current error = ' .. mean) end
    iteration = iteration + 1
    rate = self.learningRate / (1 + iteration * self.learningRateDecay)
  until self.maxIteration > 0 and iteration > self.maxIteration
  print('# StochasticGradient: you have reached the maximum number of iterations')
  print('# training error = ' .. mean)
end

return StochasticGradient
