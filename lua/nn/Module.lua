-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Module: what every layer and network is. A layer of your own needs `updateOutput` and
-- `updateGradInput`, and `accGradParameters` if it has parameters; where these are the tensors
-- `weight` and `bias` (gradients in `gradWeight` and `gradBias`) everything else works without
-- further code.
--
-- Fields: `output` and `gradInput` hold the results of the latest forward and backward (the same
-- tensors each time), `_type` the tensors' type name, `train` whether it is training.

local errors = require 'torch.error'
local fail, stay = errors.fail, errors.stay
local need = require 'nn.need'
local nesting = require 'nn.nesting'

local Module = torch.class('nn.Module')

function Module:__init()
  self.gradInput = torch.Tensor()
  self.output = torch.Tensor()
  self._type = self.output:type()
end

-- Draws new initial parameters. `stdv` overrides the layer's own choice of their deviation.
function Module:reset()
end

-- The output for `input`, kept in self.output.
function Module:updateOutput()
  return self.output
end

function Module:forward(input)
  return stay(self:updateOutput(input))
end

-- The gradient with respect to the input, kept in self.gradInput.
function Module:updateGradInput()
  return self.gradInput
end

-- Adds the gradients with respect to the parameters, times `scale`, to those gathered so far.
function Module:accGradParameters()
end

-- backward(input, gradOutput, [scale]): both gradients, for the input that forward had last.
-- Returns self.gradInput.
function Module:backward(input, gradOutput, scale)
  self:updateGradInput(input, gradOutput)
  self:accGradParameters(input, gradOutput, scale or 1)
  return self.gradInput
end

-- backwardUpdate(input, gradOutput, lr): backward and a step of gradient descent at once.
function Module:backwardUpdate(input, gradOutput, lr)
  self:updateGradInput(input, gradOutput)
  self:accUpdateGradParameters(input, gradOutput, lr)
  return self.gradInput
end

-- parameters(): the list of parameters and the list of their gradients; nothing if there are none.
function Module:parameters()
  local weight, bias = self.weight, self.bias
  if weight and bias then return {weight, bias}, {self.gradWeight, self.gradBias} end
  if weight then return {weight}, {self.gradWeight} end
  if bias then return {bias}, {self.gradBias} end
end

-- getParameters(): all parameters as one flat tensor and their gradients as another. The module's
-- own tensors become views of them, shared ones counted once. See nn/flatten.lua.
function Module:getParameters()
  local parameters, gradients = self:parameters()
  local flat, flat_gradients = self.flatten(parameters), self.flatten(gradients)
  if flat:nElement() ~= flat_gradients:nElement() then
    fail(torch.type(self) .. '.getParameters', flat:nElement(), ' parameters, but ',
         flat_gradients:nElement(), ' gradients: share both or none')
  end
  for i, parameter in ipairs(parameters or {}) do
    local at, gradient_at = parameter:storageOffset(), gradients[i]:storageOffset()
    if at - flat:storageOffset() ~= gradient_at - flat_gradients:storageOffset() then
      fail(torch.type(self) .. '.getParameters', 'parameter ', i, ' is at ', at,
           ', but its gradient at ', gradient_at)
    end
  end
  return flat, flat_gradients
end

-- Module.flatten(tensors): one tensor of all their elements, of which they become views.
function Module.flatten(tensors)
  return require('nn.flatten')(tensors)
end
Module._flattenTensorBuffer = {} -- Torch7's packages add to it; flatten needs no such buffers

function Module:zeroGradParameters()
  local _, gradients = self:parameters()
  for _, gradient in ipairs(gradients or {}) do
    gradient:zero()
  end
end

-- parameters = parameters - learningRate * gradients
function Module:updateParameters(learningRate)
  need(torch.type(self) .. '.updateParameters', 'the learning rate', learningRate, 'number')
  local parameters, gradients = self:parameters()
  for i, parameter in ipairs(parameters or {}) do
    parameter:add(-learningRate, gradients[i])
  end
end

-- accUpdateGradParameters(input, gradOutput, lr): adds -lr times the gradients to the parameters,
-- without keeping the gradients where the layer allows it.
function Module:accUpdateGradParameters(input, gradOutput, lr)
  if self.shared then
    self:sharedAccUpdateGradParameters(input, gradOutput, lr)
  else
    self:defaultAccUpdateGradParameters(input, gradOutput, lr)
  end
end

-- The parameters stand in for the gradients: right where these do not depend on the parameters.
function Module:defaultAccUpdateGradParameters(input, gradOutput, lr)
  need(self, 'the learning rate', lr, 'number')
  local gradWeight, gradBias = self.gradWeight, self.gradBias
  self.gradWeight, self.gradBias = self.weight, self.bias
  self:accGradParameters(input, gradOutput, -lr)
  self.gradWeight, self.gradBias = gradWeight, gradBias
end

function Module:sharedAccUpdateGradParameters(input, gradOutput, lr)
  if not self:parameters() then return end
  self:zeroGradParameters()
  self:accGradParameters(input, gradOutput, 1)
  self:updateParameters(lr)
end

-- Layers such as Dropout behave differently in training and in use.
function Module:training()
  self.train = true
end

function Module:evaluate()
  self.train = false
end

-- share(other, name...): the named tensors become views of those of the module `other`.
function Module:share(other, ...)
  need(torch.type(self) .. '.share', 'argument 1', other, 'table')
  for _, name in ipairs {...} do
    if self[name] ~= nil then
      self[name]:set(other[name])
      self.shared, other.shared = true, true
    end
  end
  return self
end

-- While a clone is written: the tensors that it is going to share -> the empty ones written for them.
local shared_tensors = {}

-- Those tensors that `share` sets, and no others: a module within a field may have fields of these names
-- too, which are its own.
local function find_shared(root, names)
  local found, seen, todo = {}, {[root] = true}, {root}
  while #todo > 0 do
    local module = table.remove(todo)
    if module.share == Module.share then
      for _, name in ipairs(names) do
        local value = module[name]
        if torch.isTensor(value) then
          found[torch.pointer(value)] = value.new()
        elseif value ~= nil then
          fail(torch.type(module) .. '.clone', 'only tensors can be shared, ', name, ' is a ',
               torch.type(value))
        end
      end
    elseif module.share == nn.Container.share then
      for _, child in ipairs(module.modules) do
        if not seen[child] then
          seen[child] = true
          table.insert(todo, child)
        end
      end
    end
  end
  return found
end

-- clone(name...): a deep copy; the named tensors are shared with the original, as by `share`.
function Module:clone(...)
  local outer, found = shared_tensors, find_shared(self, {...})
  local file = torch.MemoryFile('rw'):binary()
  shared_tensors = found
  local ok, err = pcall(file.writeObject, file, self)
  shared_tensors = outer
  if not ok then
    file:close()
    error(err, 0)
  end
  file:seek(1)
  local copy = file:readObject()
  file:close()
  return select('#', ...) > 0 and copy:share(self, ...) or copy
end

-- Serialization: all fields.
function Module:write(file)
  local fields, some_shared = {}, next(shared_tensors) ~= nil
  for name, value in pairs(self) do
    fields[name] = some_shared and torch.isTensor(value) and shared_tensors[torch.pointer(value)] or value
  end
  file:writeObject(fields)
end

-- Tensors of a device that is not here have been read as others.
function Module:read(file)
  for name, value in pairs(file:readObject()) do
    self[name] = value
  end
  if self._type and not torch.getmetatable(self._type) then
    self._type = require('torch.foreign').twin(self._type) or self._type
  end
end

-- type(): the name of the tensors' type. type(name, [cache]): converts all tensors of the module;
-- what shared memory still does, also with other modules converted with the same `cache` table.
function Module:type(name, cache)
  if not name then return self._type end
  nn.utils.checkType(torch.type(self) .. '.type', name)
  cache = cache or {}
  for key, value in pairs(self) do
    self[key] = nn.utils.recursiveType(value, name, cache)
  end
  self._type = name
  return self
end

require 'nn.casts'(Module, {'Float', 'Double', 'Half', 'Cuda'})

-- Empties outputs and buffers, for a small file or between uses. Returns the module.
function Module:clearState()
  return nn.utils.clear(self, 'output', 'gradInput')
end

-- module(input, [gradOutput]): forward, and backward if there is a gradOutput.
function Module:__call__(input, gradOutput)
  self:forward(input)
  if gradOutput == nil then return self.output end
  self:backward(input, gradOutput)
  return self.output, self.gradInput
end

-- apply(f): calls f on the module and on all within it, the outer ones first.
function Module:apply(callback)
  need('nn.Module.apply', 'argument 1', callback, 'function')
  callback(self)
  for _, module in ipairs(self.modules or {}) do
    module:apply(callback)
  end
end

-- replace(f): puts f(module) in the place of each module, the outer ones first; returns f(self).
function Module:replace(callback)
  need('nn.Module.replace', 'argument 1', callback, 'function')
  local result = callback(self)
  for i, module in ipairs(self.modules or {}) do
    self.modules[i] = module:replace(callback)
  end
  return result
end

-- findModules(typename): the modules of exactly this class, and for each the container it is in
-- (itself if it is in none).
function Module:findModules(typename, container)
  local found, containers = {}, {}
  if torch.typename(self) == typename then
    found[1], containers[1] = self, container or self
  end
  if type(self.modules) == 'table' then
    for _, module in ipairs(self.modules) do
      local inner, around = module:findModules(typename, self)
      for i, one in ipairs(inner) do
        table.insert(found, one)
        table.insert(containers, around[i])
      end
    end
  end
  return found, containers
end

-- listModules(): the module and all within it, the outer ones first.
function Module:listModules()
  local list = {self}
  for _, module in ipairs(self.modules or {}) do
    for _, inner in ipairs(module:listModules()) do
      table.insert(list, inner)
    end
  end
  return list
end

nesting.count(Module, 'apply', 'replace', 'findModules', 'listModules')

return Module
