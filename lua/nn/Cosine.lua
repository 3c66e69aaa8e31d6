-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Cosine(inputSize, outputSize): the cosines of the angles between a vector (or each row of a batch) and
-- the rows of `weight`, which is outputSize x inputSize.

local define = require('tocha').nn.define
local initial = require 'nn.initial'

local Cosine, parent = torch.class('nn.Cosine', 'nn.Module')
Cosine.__arguments = 'inputSize:count, outputSize:count'
define(Cosine)

function Cosine:__init(inputSize, outputSize)
  parent.__init(self)
  self.weight = torch.Tensor(outputSize, inputSize)
  self.gradWeight = torch.Tensor(outputSize, inputSize)
  self:reset()
end

-- Uniform in +-stdv sqrt(3), by default in +-1 / sqrt(outputSize).
function Cosine:reset(stdv)
  initial.uniform(stdv, self.weight:size(1), self.weight)
end

function Cosine:clearState()
  nn.utils.clear(self, '_input', '_weight', '_gradOutput', '_sum', '_inputNorm', '_weightNorm')
  return parent.clearState(self)
end

return Cosine
