-- SPDX-License-Identifier: BSD-3-Clause
-- nn.DontCast(module, [castin], [castout], [moduleType]): keeps a module from type casts of the network
-- around it. With castin, inputs are converted to the module's type, with castout (default: as castin)
-- its outputs to the type of the rest. moduleType is found from the module where it has tensors.

local fail = require('torch.error').fail
local need = require 'nn.need'

local DontCast, parent = torch.class('nn.DontCast', 'nn.Decorator')
DontCast.__arguments = 'module:module, [castin], [castout], [moduleType:string]'

-- The type of the first tensor in a nested table, nil if there is none.
local function type_of(value)
  if torch.isTensor(value) then return torch.typename(value) end
  for _, one in pairs(type(value) == 'table' and value or {}) do
    local found = type_of(one)
    if found then return found end
  end
end

-- A copy of `from` in the type, in the tensors of `to` where they serve.
local function converted(to, from, typename)
  if torch.isTensor(from) then
    to = torch.typename(to) == typename and to or torch.getmetatable(typename).new()
    return to:resize(from:size()):copy(from)
  elseif type(from) ~= 'table' then
    return from
  end
  local result = type(to) == 'table' and to or {}
  for key in pairs(result) do
    if from[key] == nil then result[key] = nil end
  end
  for key, value in pairs(from) do
    result[key] = converted(result[key], value, typename)
  end
  return result
end

function DontCast:__init(module, castin, castout, moduleType)
  parent.__init(self, need(self, 'argument 1', module, 'module'))
  self.castin = castin
  if castout == nil then castout = castin end
  self.castout = castout
  self.moduleType = moduleType
  if (castin or castout) and not moduleType then
    self.moduleType = type_of(module.output) or type_of((module:parameters()))
    if not self.moduleType then
      fail('nn.DontCast', 'the type of ', torch.type(module), ' is not known; give it as argument 4')
    end
  end
end

-- The input, or gradOutput, as the module takes it; kept in a field.
local function inward(self, cast, field, value)
  if not cast or type_of(value) == self.moduleType then return value end
  self[field] = converted(self[field], value, self.moduleType)
  return self[field]
end

-- The module's result in the type of the field around it.
local function outward(self, cast, field, value)
  self[field] = cast and converted(self[field], value, type_of(self[field]) or self.moduleType) or value
  return self[field]
end

function DontCast:updateOutput(input)
  local output = self:rethrowErrors(self.modules[1], 1, 'updateOutput',
                                    inward(self, self.castin, '_input', input))
  return outward(self, self.castout, 'output', output)
end

local function backward(self, method, input, gradOutput, scale)
  return self:rethrowErrors(self.modules[1], 1, method, inward(self, self.castin, '_input', input),
                            inward(self, self.castout, '_gradOutput', gradOutput), scale)
end

function DontCast:updateGradInput(input, gradOutput)
  return outward(self, self.castin, 'gradInput', backward(self, 'updateGradInput', input, gradOutput))
end

function DontCast:backward(input, gradOutput, scale)
  return outward(self, self.castin, 'gradInput', backward(self, 'backward', input, gradOutput, scale or 1))
end

function DontCast:accGradParameters(input, gradOutput, scale)
  backward(self, 'accGradParameters', input, gradOutput, scale or 1)
end

function DontCast:accUpdateGradParameters(input, gradOutput, lr)
  backward(self, 'accUpdateGradParameters', input, gradOutput, lr)
end

-- Only what goes in and out is converted.
function DontCast:type(name)
  if not name then return self._type end
  if self.castout then self.output = converted(nil, self.output, name) end
  if self.castin then self.gradInput = converted(nil, self.gradInput, name) end
  return self
end

return DontCast
