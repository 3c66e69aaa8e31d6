-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MarginCriterion([margin]): max(0, margin - input target) for targets of 1 and -1; the mean over all
-- elements unless `sizeAverage` is set to false.

local define = require('tocha').nn.define

local MarginCriterion, parent = torch.class('nn.MarginCriterion', 'nn.Criterion')
MarginCriterion.__arguments = '[margin:number]'
define(MarginCriterion)

function MarginCriterion:__init(margin)
  parent.__init(self)
  self.sizeAverage = true
  self.margin = margin or 1
end

return MarginCriterion
