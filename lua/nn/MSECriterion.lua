-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MSECriterion([sizeAverage]): the mean of the squared differences of input and target, of any
-- equal sizes; the sum if sizeAverage is false.

local engine = require('tocha').nn
local forward, backward = engine.squared_error, engine.squared_error_backward

local MSECriterion, parent = torch.class('nn.MSECriterion', 'nn.Criterion')

function MSECriterion:__init(sizeAverage)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
end

function MSECriterion:updateOutput(input, target)
  self.output_tensor = self.output_tensor or input.new(1)
  self.output = forward(self.output_tensor, input, target, self.sizeAverage)
  return self.output
end

function MSECriterion:updateGradInput(input, target)
  backward(self.gradInput, input, target, self.sizeAverage)
  return self.gradInput
end

return MSECriterion
