-- SPDX-License-Identifier: BSD-3-Clause
-- nn.PartialLinear(inputsize, outputsize, [bias]): nn.Linear of which only some outputs are computed: those
-- that setPartition lists, for instance to train with a sample of many classes. resetPartition goes back
-- to all of them.

local define = require('tocha').nn.define
local need = require 'nn.need'

local PartialLinear, parent = torch.class('nn.PartialLinear', 'nn.Module')
PartialLinear.__arguments = 'inputsize:count, outputsize:count, [bias]'
define(PartialLinear)

function PartialLinear:__init(inputsize, outputsize, bias)
  parent.__init(self)
  local pair = nn.ParallelTable():add(nn.Identity()):add(nn.LookupTable(outputsize, inputsize))
  self.network = nn.Sequential():add(pair):add(nn.MM(false, true)) -- holds the weights
  if bias ~= false then
    self.bias = torch.Tensor(1, outputsize):zero()
    self.gradBias = torch.Tensor(1, outputsize):zero()
  end
  self.inputsize = inputsize
  self.outputsize = outputsize
  self.allcolumns = torch.range(1, outputsize)
  self:resetPartition()
end

-- setPartition(indices): the outputs to compute, as a vector of their numbers.
function PartialLinear:setPartition(indices)
  need('nn.PartialLinear.setPartition', 'argument 1', indices, 'tensor')
  self.partition = indices:type(self.allcolumns:type())
end

function PartialLinear:resetPartition()
  self.partition = self.allcolumns
end

local function lookup(self)
  return self.network:get(1):get(2)
end

function PartialLinear:reset(stdv)
  lookup(self):reset(stdv)
  if self.bias then self.bias:zero() end
end

-- The weights are a field of the network's.
function PartialLinear:share(other, ...)
  parent.share(self, other, ...)
  self.network:share(other.network, ...)
  return self
end

function PartialLinear:parameters()
  local weights = lookup(self)
  return {weights.weight, self.bias}, {weights.gradWeight, self.gradBias}
end

-- The gradients do not depend on the parameters: these stand in for them, shared or not.
function PartialLinear:accUpdateGradParameters(input, gradOutput, lr)
  local weights = lookup(self)
  local gradWeight, gradBias = weights.gradWeight, self.gradBias
  weights.gradWeight, self.gradBias = weights.weight, self.bias
  self:accGradParameters(input, gradOutput, -lr)
  weights.gradWeight, self.gradBias = gradWeight, gradBias
end

function PartialLinear:sharedAccUpdateGradParameters(input, gradOutput, lr)
  self:accUpdateGradParameters(input, gradOutput, lr)
end

function PartialLinear:clearState()
  nn.utils.clear(self, '_columns', '_weight', '_bias', 'addBuffer', 'buffer') -- some of old files
  self.network:clearState()
  return parent.clearState(self)
end

function PartialLinear:__tostring__()
  return ('%s(%d -> %d)%s'):format(torch.type(self), self.inputsize, self.outputsize,
                                   self.bias == nil and ' without bias' or '')
end

return PartialLinear
