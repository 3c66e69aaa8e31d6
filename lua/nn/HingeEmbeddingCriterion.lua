-- SPDX-License-Identifier: BSD-3-Clause
-- nn.HingeEmbeddingCriterion([margin]): of distances: the distance itself for a target of 1 (a similar
-- pair), max(0, margin - distance) for -1. The mean over a batch unless `sizeAverage` is set to false.

local define = require('tocha').nn.define

local HingeEmbeddingCriterion, parent = torch.class('nn.HingeEmbeddingCriterion', 'nn.Criterion')
HingeEmbeddingCriterion.__arguments = '[margin:number]'
define(HingeEmbeddingCriterion)

function HingeEmbeddingCriterion:__init(margin)
  parent.__init(self)
  self.margin = margin or 1
  self.sizeAverage = true
end

return HingeEmbeddingCriterion
