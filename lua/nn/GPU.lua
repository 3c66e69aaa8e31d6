-- SPDX-License-Identifier: BSD-3-Clause
-- nn.GPU(module, device, [outdevice]): keeps a module on one GPU and runs it there. Once cast to a CUDA
-- type, its parameters are on `device` (they count from 1), inputs and gradOutputs, which may be
-- nested tables, are brought there, outputs go to `outdevice` (the same by default) and each gradInput
-- to where its input was. Cast to types of the CPU it just calls the module, and needs no cutorch.

local fail = require('torch.error').fail
local twin = require('torch.foreign').twin

local GPU, parent = torch.class('nn.GPU', 'nn.Container')
GPU.__arguments = 'module:module, device:number, [outdevice:number]'

local function is_cuda(name)
  return name ~= nil and name:find('^torch%.Cuda') ~= nil
end

-- The device of a tensor, nil for those of the CPU and those without memory.
local function device_of(value)
  if not torch.isTensor(value) or not is_cuda(torch.typename(value)) then return nil end
  local device = value:getDevice()
  return device > 0 and device or nil
end

-- f(...) with the module's device as the current one, where it is on GPUs.
local function there(self, f, ...)
  if not is_cuda(self._type) then return f(...) end
  return cutorch.withDevice(self.device, f, ...)
end

local copies = setmetatable({}, {__mode = 'k'}) -- the tensors made below, which may be written again

-- `value`, a tensor or a nested table of them, on the device that `place` is: a number, or the value in
-- the same place of a nested table. What is elsewhere is copied, to `old` where that serves.
local function moved(old, value, place)
  if type(value) == 'table' and not torch.typename(value) then
    local result = {}
    for key, one in pairs(value) do
      local part = place
      if type(place) == 'table' then part = place[key] end
      result[key] = moved(type(old) == 'table' and old[key] or nil, one, part)
    end
    return result
  end
  local device = type(place) == 'number' and place or device_of(place)
  local from = device_of(value)
  if not device or not from or device == from then return value end
  local serves = copies[old] and torch.typename(old) == torch.typename(value) and
    device_of(old) == device
  return cutorch.withDevice(device, function()
    local copy = serves and old or value.new()
    copies[copy] = true
    return copy:resize(value:size()):copy(value)
  end)
end

function GPU:__init(module, device, outdevice)
  parent.__init(self)
  self:checkModule('__init', module)
  for i, number in ipairs {device, outdevice} do
    if type(number) ~= 'number' or number < 1 or number % 1 ~= 0 then
      fail('nn.GPU', 'argument ', i + 1, ' must be the number of a device, got ', number)
    end
  end
  if not device then fail('nn.GPU', 'argument 2 must be the number of a device, got nil') end
  self.device = device
  self.outdevice = outdevice or device
  self.modules[1] = module
  if is_cuda(module:type()) then self:type(module:type()) end
end

-- Whether a parameter is on another device than the module's.
local function is_elsewhere(self)
  for _, parameter in ipairs((self.modules[1]:parameters()) or {}) do
    local device = device_of(parameter)
    if device and device ~= self.device then return true end
  end
  return false
end

-- type(name, [cache]): as of all modules; a CUDA type brings the parameters to the device.
function GPU:type(name, cache)
  if not name then return self._type end
  nn.utils.checkType('nn.GPU.type', name)
  self._input, self._gradOutput = nil, nil
  nn.utils.replaceResults(self)
  local on_gpu = is_cuda(name)
  if on_gpu and is_cuda(self.modules[1]:type()) and is_elsewhere(self) then
    parent.type(self, twin(name)) -- the way to another device is over the CPU
  end
  self._type = name
  return there(self, parent.type, self, name, cache)
end

-- setDevice(device): another device from now on. Returns the module.
function GPU:setDevice(device)
  self.device = device or self.device
  return is_cuda(self._type) and self:type(self._type) or self
end

-- A method of the child with results on `place`; self[field] is the result.
local function run(self, field, place, method, ...)
  local child = self.modules[1]
  local result = there(self, self.rethrowErrors, self, child, 1, method, ...)
  self[field] = is_cuda(self._type) and moved(self[field], result, place) or result
  return self[field]
end

-- A field with the value as the child takes it.
local function inward(self, field, value)
  if not is_cuda(self._type) then return value end
  self[field] = moved(self[field], value, self.device)
  return self[field]
end

function GPU:updateOutput(input)
  return run(self, 'output', self.outdevice, 'updateOutput', inward(self, '_input', input))
end

function GPU:updateGradInput(input, gradOutput)
  return run(self, 'gradInput', input, 'updateGradInput', inward(self, '_input', input),
             inward(self, '_gradOutput', gradOutput))
end

function GPU:accGradParameters(input, gradOutput, scale)
  there(self, self.rethrowErrors, self, self.modules[1], 1, 'accGradParameters',
        inward(self, '_input', input), inward(self, '_gradOutput', gradOutput), scale)
end

function GPU:accUpdateGradParameters(input, gradOutput, lr)
  nn.utils.accumulateIntoParameters(self, input, gradOutput, lr)
end

for _, name in ipairs {'apply', 'clone', 'evaluate', 'reset', 'share', 'training', 'updateParameters',
                       'zeroGradParameters'} do
  GPU[name] = function(self, ...) return there(self, parent[name], self, ...) end
end

function GPU:clearState()
  self._input, self._gradOutput = nil, nil
  return there(self, parent.clearState, self)
end

-- In files the type and the device come first: what follows is read with that device as the current
-- one, or on the first where there are fewer.
function GPU:write(file)
  file:writeObject({self._type, self.device})
  parent.write(self, file)
end

function GPU:read(file)
  local kind, device = unpack(file:readObject())
  if not is_cuda(kind) or not torch.getmetatable(kind) then return parent.read(self, file) end
  local count = cutorch.getDeviceCount()
  cutorch.withDevice(device <= count and device or 1, parent.read, self, file)
  if self.device > count then self.device = 1 end
  if self.outdevice > count then self.outdevice = 1 end
end

function GPU:__tostring__()
  return ('%s(%d) @ %s'):format(torch.type(self), self.device, tostring(self.modules[1]))
end

return GPU
