-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Container: a module that holds others, in the list `modules`.
--
-- When a child fails, the error gets the path to it: "nn.Sequential[3].nn.Linear: ...". Each child
-- is called through xpcall, which costs next to nothing while nothing fails.

local errors = require 'torch.error'
local fail, extend, catch = errors.fail, errors.extend, errors.catch
local need = require 'nn.need'
local nesting = require 'nn.nesting'
local refuse_class = require 'torch.refuse_class'

local Container, parent = torch.class('nn.Container', 'nn.Module')

function Container:__init()
  parent.__init(self)
  self.modules = {}
end

-- Fails unless `module` can be a child; containers of other packages use it too. As in Torch7 it need
-- not be an object of a class: any table with the methods that are called will do.
function Container:checkModule(where, module)
  refuse_class(torch.type(self) .. '.' .. where, module, 'module')
  if type(module) ~= 'table' then
    fail(torch.type(self) .. '.' .. where, 'a module expected, got ', torch.type(module))
  end
end

-- add(module): appends a child; nothing for nil, as in Torch7. Returns the container.
function Container:add(module)
  refuse_class('nn.Container.add', self, 'container')
  if module == nil then return self end
  self:checkModule('add', module)
  table.insert(self.modules, module)
  return self
end

-- get(index): the child at that position, nil if there is none.
function Container:get(index)
  return self.modules[index]
end

function Container:size()
  return #self.modules
end

-- Raises the error that the child at `index` caused in `method`, with the path to it.
function Container:childFailed(index, err, method)
  local endless = nesting.endless(self, err)
  if endless then error(endless, 0) end
  local child = self.modules[index]
  local f = method and type(child) == 'table' and child[method]
  error(extend(err, torch.type(self), index, torch.type(child), f), 0)
end

local function finish(self, index, method, ok, ...)
  if ok then return ... end
  self:childFailed(index, (...), method)
end

-- rethrowErrors(module, index, method, ...): module[method](module, ...), an error in it with the
-- path to the child. For containers of your own; those here do the same in their loops.
function Container:rethrowErrors(module, index, method, ...)
  return finish(self, index, method, xpcall(module[method], catch, module, ...))
end

-- Calls f with each child.
function Container:applyToModules(f)
  for _, module in ipairs(self.modules) do
    f(module)
  end
end

function Container:zeroGradParameters()
  for _, module in ipairs(self.modules) do
    module:zeroGradParameters()
  end
end

function Container:updateParameters(learningRate)
  for _, module in ipairs(self.modules) do
    module:updateParameters(learningRate)
  end
end

function Container:training()
  for _, module in ipairs(self.modules) do
    module:training()
  end
  parent.training(self)
end

function Container:evaluate()
  for _, module in ipairs(self.modules) do
    module:evaluate()
  end
  parent.evaluate(self)
end

-- share(other, name...): child by child with the container `other` of the same structure.
function Container:share(other, ...)
  need(torch.type(self) .. '.share', 'argument 1', other, 'table')
  if #self.modules > #(other.modules or {}) then
    fail(torch.type(self) .. '.share', 'the other module has ', #(other.modules or {}), ' children, not ',
         #self.modules)
  end
  for i, module in ipairs(self.modules) do
    module:share(other.modules[i], ...)
  end
  return self
end

function Container:reset(stdv)
  for _, module in ipairs(self.modules) do
    module:reset(stdv)
  end
end

local function append(list, tensors)
  if type(tensors) == 'table' and torch.typename(tensors) == nil then
    for _, tensor in ipairs(tensors) do
      append(list, tensor)
    end
  else
    table.insert(list, tensors)
  end
end

function Container:parameters()
  local parameters, gradients = {}, {}
  for _, module in ipairs(self.modules) do
    local p, g = module:parameters()
    if p then
      append(parameters, p)
      append(gradients, g)
    end
  end
  return parameters, gradients
end

-- `output` and `gradInput` may be a child's own tensors; the children empty theirs.
function Container:clearState()
  self:applyToModules(function(module) module:clearState() end)
  return nn.utils.replaceResults(self)
end

nesting.count(Container, 'zeroGradParameters', 'updateParameters', 'training', 'evaluate', 'share', 'reset',
              'parameters', 'clearState')

return Container
