-- SPDX-License-Identifier: BSD-3-Clause
-- nn.NaN(module, [id]): raises an error when a NaN comes out of the module, forward or backward, which
-- says whether it was in the input or the parameters before. The id, a running number by default, tells
-- several apart.

local fail = require('torch.error').fail

local NaN, parent = torch.class('nn.NaN', 'nn.Decorator')
NaN.__arguments = 'module:module, [id]'

local latest = 0

function NaN.newId()
  latest = latest + 1
  return latest
end

function NaN:__init(module, id)
  parent.__init(self, module)
  self.id = id or NaN.newId()
end

-- Whether there is a NaN in a tensor or in a nested table of tensors.
function NaN:recursiveIsNaN(value)
  if torch.isTensor(value) then
    local sum = value:nElement() > 0 and value:sum() or 0
    return sum ~= sum
  end
  for _, one in pairs(type(value) == 'table' and value or {}) do
    if self:recursiveIsNaN(one) then return true end
  end
  return false
end

-- Fails naming the first of the pairs {value, what it is} with a NaN, if the first one has any.
local function check(self, ...)
  local places = {...}
  if not self:recursiveIsNaN(places[1][1]) then return end
  local where = places[1][2]
  for i = 2, #places do
    if self:recursiveIsNaN(places[i][1]) then
      where = places[i][2]
      break
    end
  end
  fail(torch.type(self), 'NaN found in ', where, ' of module :\n', tostring(self))
end

function NaN:updateOutput(input)
  parent.updateOutput(self, input)
  check(self, {self.output, 'output'}, {input, 'input'}, {(self:parameters()), 'parameters'})
  return self.output
end

function NaN:updateGradInput(input, gradOutput)
  parent.updateGradInput(self, input, gradOutput)
  check(self, {self.gradInput, 'gradInput'}, {gradOutput, 'gradOutput'})
  return self.gradInput
end

function NaN:accGradParameters(input, gradOutput, scale)
  parent.accGradParameters(self, input, gradOutput, scale)
  check(self, {select(2, self:parameters()), 'gradParameters'})
end

function NaN:__tostring__()
  return ('%s(%s) @ %s'):format(torch.type(self), self.id, tostring(self.modules[1]))
end

return NaN
