-- SPDX-License-Identifier: BSD-3-Clause
-- nn.LogSoftMax(): log(exp(x) / sum exp(x)) over the classes: the elements of a vector, dimension 2 of
-- a batch (2-D, or 4-D with planes), dimension 1 of planes (3-D).

local engine = require('tocha').nn
local forward, backward = engine.softmax, engine.softmax_backward

local LogSoftMax = torch.class('nn.LogSoftMax', 'nn.Module')

function LogSoftMax:updateOutput(input)
  forward(self.output, input, true)
  return self.output
end

function LogSoftMax:updateGradInput(_, gradOutput)
  backward(self.gradInput, self.output, gradOutput, true)
  return self.gradInput
end

return LogSoftMax
