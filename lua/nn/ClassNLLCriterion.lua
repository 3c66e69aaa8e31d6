-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ClassNLLCriterion([weights], [sizeAverage], [ignoreIndex]): the negative log-likelihood of the
-- target classes. The input holds log-probabilities, as nn.LogSoftMax gives them: a vector with a
-- number as target, or a batch (B x classes) with B targets. `weights` has a weight for each class.
-- The loss is divided by the sum of the targets' weights unless sizeAverage is false; targets equal
-- to ignoreIndex (default -100) do not count.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local ClassNLLCriterion, parent = torch.class('nn.ClassNLLCriterion', 'nn.Criterion')
define(ClassNLLCriterion)

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

local forward = ClassNLLCriterion.updateOutput

-- Returns the loss and the sum of the weights of the targets.
function ClassNLLCriterion:updateOutput(input, target)
  return forward(self, input, target), self.total_weight_tensor[1]
end

return ClassNLLCriterion
