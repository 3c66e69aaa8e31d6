-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SoftMax(): exp(x) / sum exp(x) over the classes: the elements of a vector, dimension 2 of a batch
-- (2-D, or 4-D with planes), dimension 1 of planes (3-D).

local engine = require('tocha').nn
local forward, backward = engine.softmax, engine.softmax_backward

local SoftMax = torch.class('nn.SoftMax', 'nn.Module')

function SoftMax:updateOutput(input)
  forward(self.output, input, false)
  return self.output
end

function SoftMax:updateGradInput(_, gradOutput)
  backward(self.gradInput, self.output, gradOutput, false)
  return self.gradInput
end

return SoftMax
