-- SPDX-License-Identifier: BSD-3-Clause
-- What the containers share whose children stand side by side: the drawing, and the sum of the
-- children's gradients where all of them see the same input, and the methods of those that give a table.

local errors = require 'torch.error'
local fail, catch = errors.fail, errors.catch

local M = {}

-- The text of a container: its children between "input" and "output".
function M.draw(container)
  local lines = {torch.type(container) .. ' {\n  input'}
  local count = #container.modules
  for i, module in ipairs(container.modules) do
    local last = i == count
    local text = tostring(module):gsub('\n', last and '\n         ' or '\n    |    ')
    table.insert(lines, (last and '     `-> ' or '    |`-> ') .. '(' .. i .. '): ' .. text)
  end
  table.insert(lines, '     ... -> output\n}')
  return table.concat(lines, '\n')
end

-- Fails unless `value`, called `what`, is a table (or a tensor, whose slices are its elements).
function M.need_table(container, what, value)
  if type(value) ~= 'table' and not torch.isTensor(value) then
    fail(torch.type(container), what, ' must be a table, got ', torch.type(value))
  end
end

-- Begins (i == 1) or continues the sum of the children's gradients, tensors or nested tables of them,
-- in the container's gradInput. A child without one adds nothing.
local function sum(container, gradient, input, i)
  local total = container.gradInput
  if type(input) == 'table' then
    if type(gradient) ~= 'table' then
      fail(torch.type(container), 'the input is a table, but the gradInput of child ', i, ' a ',
           torch.type(gradient))
    elseif #gradient ~= #input then
      fail(torch.type(container), 'the input is a table of ', #input, ', the gradInput of child ', i,
           ' one of ', #gradient)
    end
    if i > 1 then return (nn.utils.recursiveAdd(total, gradient)) end
    total = nn.utils.recursiveResizeAs(type(total) == 'table' and total or {}, gradient)
    return (nn.utils.recursiveCopy(total, gradient))
  end
  if type(gradient) == 'table' then
    fail(torch.type(container), 'the input is a ', torch.type(input), ', but the gradInput of child ', i,
         ' a table')
  end
  if type(total) == 'table' or total == nil then total = gradient.new() end
  if i > 1 then return total:add(gradient) end
  return total:resize(gradient:size()):copy(gradient)
end

function M.add_gradient(container, gradient, input, i)
  if gradient ~= nil then
    container.gradInput = sum(container, gradient, input, i)
  elseif i == 1 then -- the others' add to zeros
    local total = nn.utils.recursiveResizeAs(container.gradInput or {}, input)
    container.gradInput = nn.utils.recursiveFill(total, 0)
  end
end

-- The methods of a class whose `output` is the table of its children's outputs. Child i sees
-- part(container, input, i); keep(container, gradInput, input, i) takes its gradient.
function M.implement_table(class, part, keep)
  function class:updateOutput(input)
    for i, module in ipairs(self.modules) do
      local ok, output = xpcall(module.updateOutput, catch, module, part(self, input, i))
      if not ok then self:childFailed(i, output, 'updateOutput') end
      self.output[i] = output
    end
    return self.output
  end

  local function backward(self, method, input, gradOutput, scale)
    M.need_table(self, 'gradOutput', gradOutput)
    for i, module in ipairs(self.modules) do
      local ok, gradInput = xpcall(module[method], catch, module, part(self, input, i), gradOutput[i],
                                   scale)
      if not ok then self:childFailed(i, gradInput, method) end
      keep(self, gradInput, input, i)
    end
    return self.gradInput
  end

  function class:updateGradInput(input, gradOutput)
    return backward(self, 'updateGradInput', input, gradOutput)
  end

  function class:backward(input, gradOutput, scale)
    return backward(self, 'backward', input, gradOutput, scale or 1)
  end

  local function accumulate(self, method, input, gradOutput, factor)
    M.need_table(self, 'gradOutput', gradOutput)
    for i, module in ipairs(self.modules) do
      self:rethrowErrors(module, i, method, part(self, input, i), gradOutput[i], factor)
    end
  end

  function class:accGradParameters(input, gradOutput, scale)
    accumulate(self, 'accGradParameters', input, gradOutput, scale or 1)
  end

  function class:accUpdateGradParameters(input, gradOutput, lr)
    accumulate(self, 'accUpdateGradParameters', input, gradOutput, lr or 1)
  end

  class.__tostring__ = M.draw
end

return M
