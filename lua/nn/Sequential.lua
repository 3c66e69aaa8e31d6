-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Sequential(): feeds each child's output to the next. `output` is the last child's, `gradInput`
-- the first one's.

local fail = require('torch.error').fail
local need = require 'nn.need'
local catch = require('torch.error').catch

local Sequential, parent = torch.class('nn.Sequential', 'nn.Container')

-- The tensors at both ends are those of the first and the last child.
local function connect(self)
  local modules = self.modules
  if #modules > 0 then
    self.gradInput, self.output = modules[1].gradInput, modules[#modules].output
  else
    self.gradInput, self.output = torch.Tensor(), torch.Tensor()
  end
end

function Sequential:__len()
  return #self.modules
end

-- As in Torch7 nil is an error here, where nn.Container.add takes it.
function Sequential:add(module)
  if module == nil then self:checkModule('add', module) end
  parent.add(self, module)
  if #self.modules == 1 then self.gradInput = module.gradInput end
  self.output = module.output
  return self
end

-- insert(module, [index]): puts a child before the one at `index`; by default at the end.
function Sequential:insert(module, index)
  self:checkModule('insert', module)
  index = need('nn.Sequential.insert', 'the position', index or #self.modules + 1, 'number')
  if index < 1 or index > #self.modules + 1 then
    fail('nn.Sequential.insert', 'position ', index, ' is not in 1 to ', #self.modules + 1)
  end
  table.insert(self.modules, index, module)
  connect(self)
end

-- remove([index]): takes the child at `index` out; by default the last one.
function Sequential:remove(index)
  index = need('nn.Sequential.remove', 'the position', index or #self.modules, 'number')
  if index < 1 or index > #self.modules then
    fail('nn.Sequential.remove', 'position ', index, ' is not in 1 to ', #self.modules)
  end
  table.remove(self.modules, index)
  connect(self)
end

function Sequential:updateOutput(input)
  local modules = self.modules
  for i = 1, #modules do
    local module = modules[i]
    local ok, output = xpcall(module.updateOutput, catch, module, input)
    if not ok then self:childFailed(i, output, 'updateOutput') end
    input = output
  end
  self.output = input
  return input
end

function Sequential:updateGradInput(input, gradOutput)
  local modules = self.modules
  for i = #modules, 1, -1 do
    local module = modules[i]
    local ok, gradInput = xpcall(module.updateGradInput, catch, module,
                                 i > 1 and modules[i - 1].output or input, gradOutput)
    if not ok then self:childFailed(i, gradInput, 'updateGradInput') end
    gradOutput = gradInput
  end
  self.gradInput = gradOutput
  return gradOutput
end

function Sequential:backward(input, gradOutput, scale)
  scale = scale or 1
  local modules = self.modules
  for i = #modules, 1, -1 do
    local module = modules[i]
    local ok, gradInput = xpcall(module.backward, catch, module,
                                 i > 1 and modules[i - 1].output or input, gradOutput, scale)
    if not ok then self:childFailed(i, gradInput, 'backward') end
    if i > 1 then module.gradInput = gradInput end
    gradOutput = gradInput
  end
  self.gradInput = gradOutput
  return gradOutput
end

-- The children's gradInput are those of the updateGradInput before.
local function accumulate(self, method, input, gradOutput, factor)
  local modules = self.modules
  for i = #modules, 1, -1 do
    local module = modules[i]
    self:rethrowErrors(module, i, method, i > 1 and modules[i - 1].output or input, gradOutput,
                       factor)
    gradOutput = module.gradInput
  end
end

function Sequential:accGradParameters(input, gradOutput, scale)
  accumulate(self, 'accGradParameters', input, gradOutput, scale or 1)
end

function Sequential:accUpdateGradParameters(input, gradOutput, lr)
  accumulate(self, 'accUpdateGradParameters', input, gradOutput, lr)
end

function Sequential:__tostring__()
  local path, lines = {'[input'}, {}
  for i, module in ipairs(self.modules) do
    table.insert(path, '(' .. i .. ')')
    table.insert(lines, ('\n  (%d): %s'):format(i, (tostring(module):gsub('\n', '\n  '))))
  end
  table.insert(path, 'output]')
  return 'nn.Sequential {\n  ' .. table.concat(path, ' -> ') .. table.concat(lines) .. '\n}'
end

return Sequential
