-- SPDX-License-Identifier: BSD-3-Clause
-- nn.L1HingeEmbeddingCriterion([margin]): for two vectors {x1, x2} and a target of 1 (similar) or -1, the
-- loss is the sum d of |x1 - x2|, or max(0, margin - d).

local define = require('tocha').nn.define

local L1HingeEmbedding, parent = torch.class('nn.L1HingeEmbeddingCriterion', 'nn.Criterion')
L1HingeEmbedding.__arguments = '[margin:number]'
define(L1HingeEmbedding)

function L1HingeEmbedding:__init(margin)
  parent.__init(self)
  self.margin = margin or 1
  self.gradInput = {torch.Tensor(), torch.Tensor()}
end

return L1HingeEmbedding
