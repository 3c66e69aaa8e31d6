-- SPDX-License-Identifier: BSD-3-Clause
-- nn.BCECriterion([weights], [sizeAverage]): binary cross entropy of probabilities, as nn.Sigmoid gives
-- them, and targets between 0 and 1. `weights` has a weight for each element of a sample. The mean over
-- all elements, the sum if sizeAverage is false.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local BCECriterion, parent = torch.class('nn.BCECriterion', 'nn.Criterion')
define(BCECriterion)

function BCECriterion:__init(weights, sizeAverage)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
  if weights and weights:dim() ~= 1 then
    fail(torch.type(self), 'the weights must be a vector, got sizes ',
         table.concat(weights:size():totable(), 'x'))
  end
  self.weights = weights
end

-- The number of classes that have a weight.
function BCECriterion:__len()
  return self.weights and #self.weights or 0
end

return BCECriterion
