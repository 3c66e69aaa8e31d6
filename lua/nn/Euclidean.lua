-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Euclidean(inputSize, outputSize): the distances of a vector (or of each row of a batch) to outputSize
-- learned centres, the columns of `weight`. Set `fastBackward` to false to have backward compute the
-- distances again, for an input that forward did not have last.

local define = require('tocha').nn.define
local initial = require 'nn.initial'

local Euclidean, parent = torch.class('nn.Euclidean', 'nn.Module')
Euclidean.__arguments = 'inputSize:count, outputSize:count'
define(Euclidean)

function Euclidean:__init(inputSize, outputSize)
  parent.__init(self)
  self.weight = torch.Tensor(inputSize, outputSize)
  self.gradWeight = torch.Tensor(inputSize, outputSize)
  self.gradInput:resize(inputSize)
  self.output:resize(outputSize)
  self.fastBackward = true
  self:reset()
end

-- Uniform in +-stdv sqrt(3), by default in +-1 / sqrt(inputSize).
function Euclidean:reset(stdv)
  initial.uniform(stdv, self.weight:size(1), self.weight)
end

local buffers = {'_input', '_output', '_gradOutput', '_weight', '_div', '_sum', '_expand', '_expand2',
                 '_expand3', '_repeat', '_repeat2'} -- some only in old files

function Euclidean:type(name, cache)
  if name then self:clearState() end
  return parent.type(self, name, cache)
end

function Euclidean:clearState()
  nn.utils.clear(self, buffers)
  return parent.clearState(self)
end

return Euclidean
