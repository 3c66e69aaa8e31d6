-- SPDX-License-Identifier: BSD-3-Clause
-- nn.BCECriterion([weights], [sizeAverage]): binary cross entropy of probabilities, as nn.Sigmoid gives
-- them, and targets between 0 and 1. `weights` has a weight for each element of a sample. The mean over
-- all elements, the sum if sizeAverage is false.

local class_weights = require 'nn.class_weights'
local define = require('tocha').nn.define

local BCECriterion, parent = torch.class('nn.BCECriterion', 'nn.Criterion')
BCECriterion.__arguments = '[weights:tensor], [sizeAverage]'
define(BCECriterion)

function BCECriterion:__init(weights, sizeAverage)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
  class_weights.set(self, weights)
end

class_weights.add_length(BCECriterion)

return BCECriterion
