-- SPDX-License-Identifier: BSD-3-Clause
-- nn.AbsCriterion([sizeAverage]): the mean of the absolute differences of input and target; the sum if
-- sizeAverage is false.

local define = require('tocha').nn.define

local AbsCriterion, parent = torch.class('nn.AbsCriterion', 'nn.Criterion')
AbsCriterion.__arguments = '[sizeAverage]'
define(AbsCriterion)

function AbsCriterion:__init(sizeAverage)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
end

return AbsCriterion
