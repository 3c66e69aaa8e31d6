-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CosineEmbeddingCriterion([margin]): for input {x1, x2} and a target of 1 (similar) or -1, the loss
-- is 1 - cos(x1, x2), or max(0, cos(x1, x2) - margin). Vectors with a number as the target, or
-- batches with a tensor of them; the mean over a batch unless `sizeAverage` is set to false.

local define = require('tocha').nn.define

local CosineEmbedding, parent = torch.class('nn.CosineEmbeddingCriterion', 'nn.Criterion')
CosineEmbedding.__arguments = '[margin:number]'
define(CosineEmbedding)

function CosineEmbedding:__init(margin)
  parent.__init(self)
  self.margin = margin or 0
  self.gradInput = {torch.Tensor(), torch.Tensor()}
  self.sizeAverage = true
end

return CosineEmbedding
