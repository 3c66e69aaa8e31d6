-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ParallelTable(): gives the i-th element of its input table to the i-th child; `output` and
-- `gradInput` are tables in the same order.

local branches = require 'nn.branches'

local ParallelTable, parent = torch.class('nn.ParallelTable', 'nn.Container')

function ParallelTable:__init()
  parent.__init(self)
  self.output = {}
  self.gradInput = {}
end

function ParallelTable:updateOutput(input)
  for i, module in ipairs(self.modules) do
    local ok, output = pcall(module.updateOutput, module, input[i])
    if not ok then self:childFailed(i, output) end
    self.output[i] = output
  end
  return self.output
end

local function backward(self, method, input, gradOutput, scale)
  for i, module in ipairs(self.modules) do
    local ok, gradInput = pcall(module[method], module, input[i], gradOutput[i], scale)
    if not ok then self:childFailed(i, gradInput) end
    self.gradInput[i] = gradInput
  end
  return self.gradInput
end

function ParallelTable:updateGradInput(input, gradOutput)
  return backward(self, 'updateGradInput', input, gradOutput)
end

function ParallelTable:backward(input, gradOutput, scale)
  return backward(self, 'backward', input, gradOutput, scale or 1)
end

function ParallelTable:accGradParameters(input, gradOutput, scale)
  for i, module in ipairs(self.modules) do
    self:rethrowErrors(module, i, 'accGradParameters', input[i], gradOutput[i], scale or 1)
  end
end

function ParallelTable:accUpdateGradParameters(input, gradOutput, lr)
  for i, module in ipairs(self.modules) do
    self:rethrowErrors(module, i, 'accUpdateGradParameters', input[i], gradOutput[i], lr or 1)
  end
end

function ParallelTable:__tostring__()
  return branches.draw(self)
end

return ParallelTable
