-- SPDX-License-Identifier: BSD-3-Clause
-- nn.DistanceRatioCriterion([sizeAverage]): for the distances {x, y} of similar and of dissimilar pairs,
-- -log(exp(-x) / (exp(-x) + exp(-y))). The mean over a batch, the sum if sizeAverage is false. There is
-- no target. See https://arxiv.org/abs/1610.00243.

local define = require('tocha').nn.define

local DistanceRatioCriterion, parent = torch.class('nn.DistanceRatioCriterion', 'nn.Criterion')
define(DistanceRatioCriterion)

function DistanceRatioCriterion:__init(sizeAverage)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
end

return DistanceRatioCriterion
