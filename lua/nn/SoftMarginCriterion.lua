-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SoftMarginCriterion(): log(1 + exp(-input target)) for targets of 1 and -1; the mean over all
-- elements unless `sizeAverage` is set to false.

local define = require('tocha').nn.define

local SoftMarginCriterion, parent = torch.class('nn.SoftMarginCriterion', 'nn.Criterion')
define(SoftMarginCriterion)

function SoftMarginCriterion:__init()
  parent.__init(self)
  self.sizeAverage = true
end

return SoftMarginCriterion
