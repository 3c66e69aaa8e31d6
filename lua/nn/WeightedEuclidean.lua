-- SPDX-License-Identifier: BSD-3-Clause
-- nn.WeightedEuclidean(inputSize, outputSize): distances to learned centres, the columns of `weight`, in
-- which each coordinate of a difference counts by a learned factor, of which `diagCov` has as many.

local define = require('tocha').nn.define
local initial = require 'nn.initial'

local WeightedEuclidean, parent = torch.class('nn.WeightedEuclidean', 'nn.Module')
WeightedEuclidean.__arguments = 'inputSize:count, outputSize:count'
define(WeightedEuclidean)

function WeightedEuclidean:__init(inputSize, outputSize)
  parent.__init(self)
  self.weight = torch.Tensor(inputSize, outputSize)
  self.gradWeight = torch.Tensor(inputSize, outputSize)
  self.diagCov = torch.Tensor(inputSize, outputSize)
  self.gradDiagCov = torch.Tensor(inputSize, outputSize)
  self:reset()
end

-- Centres uniform in +-stdv sqrt(3), by default in +-1 / sqrt(inputSize); factors of 1.
function WeightedEuclidean:reset(stdv)
  initial.uniform(stdv, self.weight:size(1), self.weight)
  self.diagCov:fill(1)
end

function WeightedEuclidean:parameters()
  return {self.weight, self.diagCov}, {self.gradWeight, self.gradDiagCov}
end

-- The engine completes both gradients before it adds any: the parameters can stand in for them.
function WeightedEuclidean:defaultAccUpdateGradParameters(input, gradOutput, lr)
  local gradWeight, gradDiagCov = self.gradWeight, self.gradDiagCov
  self.gradWeight, self.gradDiagCov = self.weight, self.diagCov
  self:accGradParameters(input, gradOutput, -lr)
  self.gradWeight, self.gradDiagCov = gradWeight, gradDiagCov
end

local buffers = {'_input', '_output', '_gradOutput', '_weight', '_div', '_sum', '_sumCov', '_diagCov',
                 '_expand', '_expand2', '_expand3', '_expand4', '_repeat', '_repeat2',
                 '_repeat3'} -- some only in old files

function WeightedEuclidean:type(name, cache)
  if name then self:clearState() end
  return parent.type(self, name, cache)
end

function WeightedEuclidean:clearState()
  nn.utils.clear(self, buffers)
  return parent.clearState(self)
end

return WeightedEuclidean
