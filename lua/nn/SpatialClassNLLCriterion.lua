-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialClassNLLCriterion([weights], [sizeAverage]): nn.ClassNLLCriterion for each pixel: the input
-- holds log-probabilities (classes x h x w, or a batch of them), the target a class for each pixel.

local class_weights = require 'nn.class_weights'
local define = require('tocha').nn.define

local SpatialClassNLLCriterion, parent = torch.class('nn.SpatialClassNLLCriterion', 'nn.Criterion')
SpatialClassNLLCriterion.__arguments = '[weights:tensor], [sizeAverage]'
define(SpatialClassNLLCriterion)

function SpatialClassNLLCriterion:__init(weights, sizeAverage)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
  class_weights.set(self, weights)
  class_weights.add_fields(self)
end

class_weights.add_length(SpatialClassNLLCriterion)
class_weights.add_total(SpatialClassNLLCriterion)

return SpatialClassNLLCriterion
