-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CrossEntropyCriterion([weights], [sizeAverage]): nn.LogSoftMax and nn.ClassNLLCriterion in one.
-- The input holds a score for each class: a vector with a number as target, or a batch with a
-- target for each row; further dimensions must have size 1.

local define = require('tocha').nn.define

local CrossEntropyCriterion, parent = torch.class('nn.CrossEntropyCriterion', 'nn.Criterion')
CrossEntropyCriterion.__arguments = '[weights:vector], [sizeAverage]'
define(CrossEntropyCriterion)

function CrossEntropyCriterion:__init(weights, sizeAverage)
  parent.__init(self)
  self.lsm = nn.LogSoftMax()
  self.nll = nn.ClassNLLCriterion(weights, sizeAverage)
  self.sizeAverage = self.nll.sizeAverage
  self.oldSizeAverage = self.sizeAverage
end

return CrossEntropyCriterion
