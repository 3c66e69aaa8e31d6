-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Tanh(): the hyperbolic tangent of each element. Tensors of any sizes.

local backward = require('tocha').nn.tanh_backward
local forward = torch.tanh

local Tanh = torch.class('nn.Tanh', 'nn.Module')

function Tanh:updateOutput(input)
  return forward(self.output, input)
end

function Tanh:updateGradInput(_, gradOutput)
  backward(self.gradInput, self.output, gradOutput)
  return self.gradInput
end

return Tanh
