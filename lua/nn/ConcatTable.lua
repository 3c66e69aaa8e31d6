-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ConcatTable(): gives its input to every child; `output` is the table of their outputs. The
-- input may be a tensor or a nested table of tensors.

local branches = require 'nn.branches'

local ConcatTable, parent = torch.class('nn.ConcatTable', 'nn.Container')

function ConcatTable:__init()
  parent.__init(self)
  self.output = {}
end

function ConcatTable:updateOutput(input)
  for i, module in ipairs(self.modules) do
    local ok, output = pcall(module.updateOutput, module, input)
    if not ok then self:childFailed(i, output) end
    self.output[i] = output
  end
  return self.output
end

local function backward(self, method, input, gradOutput, scale)
  for i, module in ipairs(self.modules) do
    local ok, gradInput = pcall(module[method], module, input, gradOutput[i], scale)
    if not ok then self:childFailed(i, gradInput) end
    branches.add_gradient(self, gradInput, input, i)
  end
  return self.gradInput
end

function ConcatTable:updateGradInput(input, gradOutput)
  return backward(self, 'updateGradInput', input, gradOutput)
end

function ConcatTable:backward(input, gradOutput, scale)
  return backward(self, 'backward', input, gradOutput, scale or 1)
end

function ConcatTable:accGradParameters(input, gradOutput, scale)
  for i, module in ipairs(self.modules) do
    self:rethrowErrors(module, i, 'accGradParameters', input, gradOutput[i], scale or 1)
  end
end

function ConcatTable:accUpdateGradParameters(input, gradOutput, lr)
  for i, module in ipairs(self.modules) do
    self:rethrowErrors(module, i, 'accUpdateGradParameters', input, gradOutput[i], lr)
  end
end

function ConcatTable:__tostring__()
  return branches.draw(self)
end

return ConcatTable
