-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ClassNLLCriterion([weights], [sizeAverage], [ignoreIndex]): the negative log-likelihood of the
-- target classes. The input holds log-probabilities, as nn.LogSoftMax gives them: a vector with a
-- number as target, or a batch (B x classes) with B targets. `weights` has a weight for each class.
-- The loss is divided by the sum of the targets' weights unless sizeAverage is false; targets equal
-- to ignoreIndex (default -100) do not count.

local class_weights = require 'nn.class_weights'
local define = require('tocha').nn.define

local ClassNLLCriterion, parent = torch.class('nn.ClassNLLCriterion', 'nn.Criterion')
ClassNLLCriterion.__arguments = '[weights:vector], [sizeAverage], [ignoreIndex:number]'
define(ClassNLLCriterion)

function ClassNLLCriterion:__init(weights, sizeAverage, ignoreIndex)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
  self.ignoreIndex = ignoreIndex or -100
  class_weights.set(self, weights)
  class_weights.add_fields(self)
end

class_weights.add_length(ClassNLLCriterion)
class_weights.add_total(ClassNLLCriterion)

return ClassNLLCriterion
