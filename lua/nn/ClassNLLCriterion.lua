-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ClassNLLCriterion([weights], [sizeAverage], [ignoreIndex]): the negative log-likelihood of the
-- target classes. The input holds log-probabilities, as nn.LogSoftMax gives them: a vector with a
-- number as target, or a batch (B x classes) with B targets. `weights` has a weight for each class.
-- The loss is divided by the sum of the targets' weights unless sizeAverage is false; targets equal
-- to ignoreIndex (default -100) do not count.

local engine = require('tocha').nn
local fail = require('torch.error').fail
local forward, backward = engine.nll, engine.nll_backward

local ClassNLLCriterion, parent = torch.class('nn.ClassNLLCriterion', 'nn.Criterion')

function ClassNLLCriterion:__init(weights, sizeAverage, ignoreIndex)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
  self.ignoreIndex = ignoreIndex or -100
  if weights then
    if weights:dim() ~= 1 then
      fail(torch.type(self), 'the weights must be a vector, got sizes ',
           table.concat(weights:size():totable(), 'x'))
    end
    self.weights = weights
  end
  self.output_tensor = torch.Tensor(1):zero()
  self.total_weight_tensor = torch.Tensor(1):fill(1)
  self.target = torch.LongTensor(1):zero()
end

-- The number of classes that have a weight.
function ClassNLLCriterion:__len()
  return self.weights and #self.weights or 0
end

-- The labels as a tensor: a number goes into a tensor of ours.
local function labels(self, target)
  if type(target) ~= 'number' then return target end
  self.target = self.target:long()
  return self.target:resize(1):fill(target)
end

-- Returns the loss and the sum of the weights of the targets.
function ClassNLLCriterion:updateOutput(input, target)
  local loss, total = forward(self.output_tensor, self.total_weight_tensor, input,
                              labels(self, target), self.weights, self.sizeAverage,
                              self.ignoreIndex or -100)
  self.output = loss
  return loss, total
end

function ClassNLLCriterion:updateGradInput(input, target)
  backward(self.gradInput, self.total_weight_tensor, input, labels(self, target), self.weights,
           self.sizeAverage, self.ignoreIndex or -100)
  return self.gradInput
end

return ClassNLLCriterion
