-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Concat(dimension): gives its input to every child and joins their outputs along `dimension`.
-- The outputs must agree in their other sizes.

local errors = require 'torch.error'
local fail, catch = errors.fail, errors.catch
local branches = require 'nn.branches'

local Concat, parent = torch.class('nn.Concat', 'nn.Container')
Concat.__arguments = 'dimension:number'

function Concat:__init(dimension)
  parent.__init(self)
  self.outputSize = torch.LongStorage()
  self.dimension = dimension
end

local function text(tensor)
  return table.concat(tensor:size():totable(), 'x')
end

local function check_sizes(self, first, output, i)
  if not torch.isTensor(output) then
    fail(torch.type(self), 'output ', i, ' must be a tensor, got ', torch.type(output))
  end
  local dimension = self.dimension
  local fits = output:dim() == first:dim() and dimension <= first:dim()
  for d = 1, fits and first:dim() or 0 do
    fits = fits and (d == dimension or output:size(d) == first:size(d))
  end
  if not fits then
    fail(torch.type(self), 'outputs 1 and ', i, ' (sizes ', text(first), ' and ', text(output),
         ') cannot be joined along dimension ', dimension)
  end
end

function Concat:updateOutput(input)
  local modules, dimension = self.modules, self.dimension
  local total, first = 0, nil
  for i = 1, #modules do
    local module = modules[i]
    local ok, output = xpcall(module.updateOutput, catch, module, input)
    if not ok then self:childFailed(i, output, 'updateOutput') end
    module.output = output
    first = first or output
    check_sizes(self, first, output, i)
    total = total + output:size(dimension)
  end
  if not first then fail(torch.type(self), 'has no children') end
  self.outputSize = first:size()
  self.outputSize[dimension] = total
  self.output:resize(self.outputSize)
  local offset = 1
  for i = 1, #modules do
    local output = modules[i].output
    local size = output:size(dimension)
    self.output:narrow(dimension, offset, size):copy(output)
    offset = offset + size
  end
  return self.output
end

-- Calls f(i, module, the module's part of gradOutput).
local function each_part(self, gradOutput, f)
  local dimension = self.dimension
  if not torch.isTensor(gradOutput) then
    fail(torch.type(self), 'gradOutput must be a tensor, got ', torch.type(gradOutput))
  elseif self.output:dim() == 0 then
    fail(torch.type(self), 'backward needs a forward before it')
  elseif gradOutput:dim() < dimension or gradOutput:size(dimension) ~= self.output:size(dimension) then
    fail(torch.type(self), 'gradOutput has sizes ', text(gradOutput), ', the output has ',
         text(self.output))
  end
  local offset = 1
  for i, module in ipairs(self.modules) do
    local size = module.output:size(dimension)
    f(i, module, gradOutput:narrow(dimension, offset, size))
    offset = offset + size
  end
end

local function backward(self, method, input, gradOutput, scale)
  each_part(self, gradOutput, function(i, module, part)
    local gradInput = self:rethrowErrors(module, i, method, input, part, scale)
    branches.add_gradient(self, gradInput, input, i)
  end)
  return self.gradInput
end

function Concat:updateGradInput(input, gradOutput)
  return backward(self, 'updateGradInput', input, gradOutput)
end

function Concat:backward(input, gradOutput, scale)
  return backward(self, 'backward', input, gradOutput, scale or 1)
end

function Concat:accGradParameters(input, gradOutput, scale)
  each_part(self, gradOutput, function(i, module, part)
    self:rethrowErrors(module, i, 'accGradParameters', input, part, scale or 1)
  end)
end

function Concat:accUpdateGradParameters(input, gradOutput, lr)
  each_part(self, gradOutput, function(i, module, part)
    self:rethrowErrors(module, i, 'accUpdateGradParameters', input, part, lr)
  end)
end

Concat.__tostring__ = branches.draw

return Concat
