-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Criterion: a loss. `forward(input, target)` gives a number, kept in `output`;
-- `backward(input, target)` the gradient with respect to the input, kept in `gradInput`.

local stay = require('torch.error').stay

local Criterion = torch.class('nn.Criterion')

function Criterion:__init()
  self.gradInput = torch.Tensor()
  self.output = 0
end

function Criterion:updateOutput()
end

function Criterion:forward(input, target)
  return stay(self:updateOutput(input, target))
end

function Criterion:updateGradInput()
end

function Criterion:backward(input, target)
  return stay(self:updateGradInput(input, target))
end

-- A deep copy.
function Criterion:clone()
  local file = torch.MemoryFile('rw'):binary()
  file:writeObject(self)
  file:seek(1)
  local copy = file:readObject()
  file:close()
  return copy
end

-- type(name, [cache]): converts all tensors, as nn.Module.type does.
function Criterion:type(name, cache)
  nn.utils.checkType(torch.type(self) .. '.type', name)
  cache = cache or {}
  for key, value in pairs(self) do
    self[key] = nn.utils.recursiveType(value, name, cache)
  end
  return self
end

require 'nn.casts'(Criterion, {'Float', 'Double', 'Cuda', 'CudaHalf', 'CudaDouble'})

-- criterion(input, target): the loss and its gradient.
function Criterion:__call__(input, target)
  self.output = self:forward(input, target)
  self.gradInput = self:backward(input, target)
  return self.output, self.gradInput
end

return Criterion
