-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MSECriterion([sizeAverage]): the mean of the squared differences of input and target, of any
-- equal sizes; the sum if sizeAverage is false.

local define = require('tocha').nn.define

local MSECriterion, parent = torch.class('nn.MSECriterion', 'nn.Criterion')
define(MSECriterion)

function MSECriterion:__init(sizeAverage)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
end

return MSECriterion
