-- SPDX-License-Identifier: BSD-3-Clause
-- nn.DistKLDivCriterion(): the Kullback-Leibler divergence of a target distribution and an input that
-- holds logarithms of probabilities; the mean over all elements unless `sizeAverage` is set to false.

local define = require('tocha').nn.define

local DistKLDivCriterion, parent = torch.class('nn.DistKLDivCriterion', 'nn.Criterion')
define(DistKLDivCriterion)

function DistKLDivCriterion:__init()
  parent.__init(self)
  self.sizeAverage = true
end

return DistKLDivCriterion
