-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CosineEmbeddingCriterion([margin]): for input {x1, x2} and a target of 1 (similar) or -1, the loss
-- is 1 - cos(x1, x2), or max(0, cos(x1, x2) - margin). Vectors with a number as the target, or
-- batches with a tensor of them; the mean over a batch unless `sizeAverage` is set to false.

local engine = require('tocha').nn

local CosineEmbedding, parent = torch.class('nn.CosineEmbeddingCriterion', 'nn.Criterion')

function CosineEmbedding:__init(margin)
  parent.__init(self)
  self.margin = margin or 0
  self.gradInput = {torch.Tensor(), torch.Tensor()}
  self.sizeAverage = true
end

-- The target as a tensor of the inputs' type.
function CosineEmbedding:signs(input, target)
  if type(target) ~= 'number' then return target end
  self._signs = self._signs or input[1].new(1)
  return self._signs:fill(target)
end

function CosineEmbedding:updateOutput(input, target)
  self._loss = self._loss or input[1].new(1)
  engine.cosine_embedding(self._loss, input[1], input[2], self:signs(input, target), self.margin,
                          self.sizeAverage)
  self.output = self._loss[1]
  return self.output
end

function CosineEmbedding:updateGradInput(input, target)
  engine.cosine_embedding_backward(self.gradInput[1], self.gradInput[2], input[1], input[2],
                                   self:signs(input, target), self.margin, self.sizeAverage)
  return self.gradInput
end

return CosineEmbedding
