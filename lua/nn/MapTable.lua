-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MapTable([module], [shared]): gives each element of the input table to a clone of the module; the
-- clones share its parameters unless `shared` is false, or only those named in `sharedparams`.

local fail = require('torch.error').fail
local need_table = require('nn.branches').need_table
local nesting = require 'nn.nesting'

local MapTable, parent = torch.class('nn.MapTable', 'nn.Container')
MapTable.__arguments = '[module:module], [shared]'

local kParameters = {'weight', 'bias', 'gradWeight', 'gradBias'}

function MapTable:__init(module, shared)
  parent.__init(self)
  self.shared = shared ~= false
  self.sharedparams = {unpack(kParameters)}
  self.output = {}
  self.gradInput = {}
  if module then self:add(module) end
end

-- add(module): the module, when none was given to the constructor.
function MapTable:add(module)
  self:checkModule('add', module)
  if self.module then fail('nn.MapTable.add', 'it has a module already') end
  self.module = module
  self.modules[1] = module
  return self
end

function MapTable:_extend(count)
  if not self.module then fail('nn.MapTable', 'it has no module yet') end
  self.sharedparams = self.sharedparams or {unpack(kParameters)}
  self.modules[1] = self.module
  if #self.modules < count then nesting.check('nn.MapTable', self) end
  for i = #self.modules + 1, count do
    self.modules[i] = self.shared and self.module:clone(unpack(self.sharedparams)) or self.module:clone()
  end
end

-- resize(n): makes or drops clones until there are n.
function MapTable:resize(count)
  self:_extend(count)
  for i = #self.modules, count + 1, -1 do
    self.modules[i]:clearState()
    self.modules[i] = nil
  end
end

-- The results of a method of each clone for its elements of the tables.
local function map(self, method, input, gradOutput, factor)
  need_table(self, 'input', input)
  if method ~= 'updateOutput' then need_table(self, 'gradOutput', gradOutput) end
  local count = torch.isTensor(input) and input:size(1) or #input
  self:_extend(count)
  local results = {}
  for i = 1, count do
    results[i] = self:rethrowErrors(self.modules[i], i, method, input[i], gradOutput and gradOutput[i],
                                    factor)
  end
  return results
end

function MapTable:updateOutput(input)
  self.output = map(self, 'updateOutput', input)
  return self.output
end

function MapTable:updateGradInput(input, gradOutput)
  self.gradInput = map(self, 'updateGradInput', input, gradOutput)
  return self.gradInput
end

function MapTable:backward(input, gradOutput, scale)
  self.gradInput = map(self, 'backward', input, gradOutput, scale or 1)
  return self.gradInput
end

function MapTable:accGradParameters(input, gradOutput, scale)
  map(self, 'accGradParameters', input, gradOutput, scale or 1)
end

function MapTable:accUpdateGradParameters(input, gradOutput, lr)
  map(self, 'accUpdateGradParameters', input, gradOutput, lr or 1)
end

-- Shared parameters are cleared and moved once.
function MapTable:zeroGradParameters()
  if self.module and self.shared then return self.module:zeroGradParameters() end
  parent.zeroGradParameters(self)
end

function MapTable:updateParameters(learningRate)
  if self.module and self.shared then return self.module:updateParameters(learningRate) end
  parent.updateParameters(self, learningRate)
end

nesting.count(MapTable, 'zeroGradParameters', 'updateParameters')

function MapTable:clearState()
  if self.module then self:resize(1) end
  return parent.clearState(self)
end

function MapTable:__tostring__()
  if not self.module then return torch.type(self) .. ' { }' end
  return torch.type(self) .. ' {\n  ' .. tostring(self.module):gsub('\n', '\n        ') .. '\n}'
end

return MapTable
