-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SparseLinear(inputSize, outputSize, [doGradInput]): nn.Linear for inputs with few nonzero elements,
-- given as matrices n x 2 of rows (position, value), one for a sample or a table of them for a batch.
-- Updates touch only the columns of `weight` whose inputs occurred, if gradients were added once.
-- gradInput is an empty table unless `doGradInput` asks for the (dense) gradients.

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local initial = require 'nn.initial'

local SparseLinear, parent = torch.class('nn.SparseLinear', 'nn.Module')
SparseLinear.__arguments = 'inputSize:count, outputSize:count, [doGradInput]'
define(SparseLinear)

local once = 1 -- of `sparseUpdate`: gradients were added once since they were zero

function SparseLinear:__init(inputSize, outputSize, doGradInput)
  if doGradInput ~= nil and type(doGradInput) ~= 'boolean' then
    fail('nn.SparseLinear', 'doGradInput must be true or false, got ', doGradInput)
  end
  parent.__init(self)
  self.weightDecay = 0
  self.doGradInput = doGradInput or false
  self.weight = torch.Tensor(outputSize, inputSize)
  self.bias = torch.Tensor(outputSize)
  self.gradWeight = torch.Tensor(outputSize, inputSize):zero()
  self.gradBias = torch.Tensor(outputSize):zero()
  self.sparseUpdate = 0
  self.gradInput = {}
  self.output:resize(outputSize)
  self:reset()
end

-- Weights uniform in +-stdv sqrt(3), by default in +-1 / sqrt(inputSize); the bias a millionth of that.
function SparseLinear:reset(stdv)
  initial.uniform(stdv, self.weight:size(2), self.weight, self.bias)
  self.bias:mul(1e-6)
end

-- The columns that have gradients; nil when it may be all of them.
local function touched(self)
  local last = self.lastInput
  if self.sparseUpdate ~= once or self.weightDecay ~= 0 or not last or last:dim() ~= 2 then return end
  return last:select(2, 2):long()
end

function SparseLinear:updateParameters(learningRate)
  local columns = touched(self)
  if not columns then return parent.updateParameters(self, learningRate) end
  local new = self.weight:index(2, columns):add(-learningRate, self.gradWeight:index(2, columns))
  self.weight:indexCopy(2, columns, new)
  self.bias:add(-learningRate, self.gradBias)
end

function SparseLinear:zeroGradParameters()
  local columns = touched(self)
  if columns then
    self.gradWeight:indexFill(2, columns, 0)
    self.gradBias:zero()
  else
    parent.zeroGradParameters(self)
  end
  self.sparseUpdate = 0
end

function SparseLinear:clearState()
  if self.sparseUpdate == once then self.sparseUpdate = 2 end -- `lastInput` goes
  nn.utils.clear(self, 'lastInput', 'formatted_input', '_positions', '_nothing', '_terms', '_values',
                 '_total', '_dense')
  return parent.clearState(self)
end

return SparseLinear
