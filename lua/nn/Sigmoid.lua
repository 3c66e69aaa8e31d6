-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Sigmoid(): 1 / (1 + exp(-x)) of each element. Tensors of any sizes.

local backward = require('tocha').nn.sigmoid_backward
local forward = torch.sigmoid

local Sigmoid = torch.class('nn.Sigmoid', 'nn.Module')

function Sigmoid:updateOutput(input)
  return forward(self.output, input)
end

function Sigmoid:updateGradInput(_, gradOutput)
  backward(self.gradInput, self.output, gradOutput)
  return self.gradInput
end

return Sigmoid
