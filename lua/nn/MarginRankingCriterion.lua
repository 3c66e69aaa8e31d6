-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MarginRankingCriterion([margin]): for input {x1, x2} and a target of 1 (x1 should be larger) or -1,
-- the loss is max(0, margin - target (x1 - x2)). The mean over a batch unless `sizeAverage` is false.

local define = require('tocha').nn.define

local MarginRankingCriterion, parent = torch.class('nn.MarginRankingCriterion', 'nn.Criterion')
MarginRankingCriterion.__arguments = '[margin:number]'
define(MarginRankingCriterion)

function MarginRankingCriterion:__init(margin)
  parent.__init(self)
  self.margin = margin or 1
  self.gradInput = {torch.Tensor(1), torch.Tensor(1)}
  self.sizeAverage = true
end

return MarginRankingCriterion
