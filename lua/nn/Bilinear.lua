-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Bilinear(inputSize1, inputSize2, outputSize, [bias]): y_k = x1 weight[k] x2 + bias[k] for the rows
-- x1 and x2 of a table of two matrices. Without bias if that is false.

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local initial = require 'nn.initial'

local Bilinear, parent = torch.class('nn.Bilinear', 'nn.Module')
Bilinear.__arguments = 'inputSize1:count, inputSize2:count, outputSize:count, [bias]'
define(Bilinear)

function Bilinear:__init(inputSize1, inputSize2, outputSize, bias)
  for _, size in ipairs {inputSize1 or 0, inputSize2 or 0, outputSize or 0} do
    if type(size) ~= 'number' or size < 1 or size ~= math.floor(size) then
      fail('nn.Bilinear', 'the sizes of both inputs and of the output must be positive whole ',
           'numbers, got ', inputSize1, ', ', inputSize2, ' and ', outputSize)
    end
  end
  parent.__init(self)
  self.weight = torch.Tensor(outputSize, inputSize1, inputSize2)
  self.gradWeight = torch.Tensor(outputSize, inputSize1, inputSize2)
  if bias ~= false then
    self.bias = torch.Tensor(outputSize)
    self.gradBias = torch.Tensor(outputSize)
  end
  self.gradInput = {torch.Tensor(), torch.Tensor()}
  self:reset()
end

-- Uniform in +-stdv sqrt(3), by default in +-1 / sqrt(inputSize1).
function Bilinear:reset(stdv)
  if stdv and (type(stdv) ~= 'number' or stdv <= 0) then
    fail('nn.Bilinear.reset', 'the deviation must be a positive number, got ', stdv)
  end
  initial.uniform(stdv, self.weight:size(2), self.weight, self.bias)
  return self
end

-- The gradients of the parameters do not depend on them, so shared ones need no detour either.
function Bilinear:sharedAccUpdateGradParameters(input, gradOutput, lr)
  self:defaultAccUpdateGradParameters(input, gradOutput, lr)
end

function Bilinear:clearState()
  nn.utils.clear(self, 'buff1', 'buff2', 'buffBias')
  return parent.clearState(self)
end

function Bilinear:__tostring__()
  return ('%s(%dx%d -> %d) %s'):format(torch.type(self), self.weight:size(2), self.weight:size(3),
                                       self.weight:size(1),
                                       self.bias == nil and ' without bias' or '')
end

return Bilinear
