-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialClassNLLCriterion([weights], [sizeAverage]): nn.ClassNLLCriterion for each pixel: the input
-- holds log-probabilities (classes x h x w, or a batch of them), the target a class for each pixel.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local SpatialClassNLLCriterion, parent = torch.class('nn.SpatialClassNLLCriterion', 'nn.Criterion')
define(SpatialClassNLLCriterion)

function SpatialClassNLLCriterion:__init(weights, sizeAverage)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
  if weights and weights:dim() ~= 1 then
    fail(torch.type(self), 'the weights must be a vector, got sizes ',
         table.concat(weights:size():totable(), 'x'))
  end
  self.weights = weights
  self.output_tensor = torch.Tensor(1):zero()
  self.total_weight_tensor = torch.Tensor(1):fill(1)
  self.target = torch.LongTensor(1):zero()
end

-- The number of classes that have a weight.
function SpatialClassNLLCriterion:__len()
  return self.weights and #self.weights or 0
end

local forward = SpatialClassNLLCriterion.updateOutput

-- Returns the loss and the sum of the weights of the targets.
function SpatialClassNLLCriterion:updateOutput(input, target)
  return forward(self, input, target), self.total_weight_tensor[1]
end

return SpatialClassNLLCriterion
