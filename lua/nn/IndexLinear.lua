-- SPDX-License-Identifier: BSD-3-Clause
-- nn.IndexLinear(inputSize, outputSize, [doGradInput, keysOffset, weight, bias, normalize]): nn.Linear for
-- inputs with few nonzero elements: {keys, values} for a sample, {{keys...}, {values...}} for a batch, or
-- {keys, values, sizes} for a batch one after the other. Keys count from 1 + `keysOffset`
-- (default 0). `weight` is inputSize x outputSize; gradients are kept for the keys that occurred, and a step
-- touches only their rows. `normalize`: values are divided by the greatest absolute value of their input
-- so far, and a learned number is added; each row of `weight` then starts with four columns for that.

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local initial = require 'nn.initial'
local need = require 'nn.need'

local IndexLinear, parent = torch.class('nn.IndexLinear', 'nn.Module')
IndexLinear.__arguments = '[inputSize:count], [outputSize:count], [doGradInput], ' ..
  '[keysOffset:number], [weight:tensor], [bias:tensor], [normalize]'
define(IndexLinear)

function IndexLinear:__init(inputSize, outputSize, doGradInput, keysOffset, weight, bias, normalize)
  parent.__init(self)
  self.normalize = normalize and 4 or 0
  if not weight then
    need(self, 'inputSize', inputSize, 'number')
    need(self, 'outputSize', outputSize, 'number')
  end
  self.weight = weight or torch.Tensor(inputSize, outputSize + self.normalize):zero()
  self.bias = bias or torch.Tensor(outputSize):zero()
  self.inputSize = self.weight:size(1)
  self.outputSize = self.weight:size(2) - self.normalize
  self.gradWeight = torch.Tensor() -- gradients are in `running`: a list of keys and one of their rows
  self.gradBias = torch.Tensor(self.outputSize):zero()
  self.normalizedValues = torch.Tensor()
  self.valuesBuffer = torch.Tensor()
  self.running = {cumSumSizes = {}, keys = {}, gradWeight = {}, counter = 1}
  self.sizesCache, self.cumSumSizesCache = {}, {} -- Torch7's, for its files' sake
  self.weightDecay = 0
  self.doGradInput = doGradInput or false
  self.offset = -1 - (keysOffset or 0) -- what makes a key a position from 0
  self.gradInput = {}
end

-- Weights uniform in +-stdv sqrt(3), by default in +-1 / sqrt(columns); the bias a millionth of that.
function IndexLinear:reset(stdv)
  initial.uniform(stdv, self.weight:size(2), self.weight, self.bias)
  self.bias:mul(1e-6)
  if self.normalize > 0 then self.weight:narrow(2, 1, self.normalize):zero() end
end

-- Steps by the gradients at position i of `running`. The rows that occur decay once.
local function update_rows(self, i, rate)
  local keys, gradients = self.running.keys[i]:long(), self.running.gradWeight[i]
  if self.offset ~= -1 then keys = keys + (self.offset + 1) end
  local extra, outputs = self.normalize, self.outputSize
  local factors = self.weight:narrow(2, extra + 1, outputs)
  local old = factors:index(1, keys)
  local decayed = old
  if extra > 0 then
    local rates = self.weight:select(2, 3):index(1, keys):view(-1, 1)
    local shifts = self.weight:narrow(2, 4, 1)
    local ofShift = torch.cmul(gradients:narrow(2, 1, outputs), old):sum(2):cmul(rates)
    shifts:indexAdd(1, keys, ofShift:mul(-rate))
    gradients = torch.cmul(gradients:narrow(2, outputs + 1, outputs), rates:expandAs(old))
    decayed = old - torch.cmul(old, rates:expandAs(old)):mul(self.weightDecay)
  elseif self.weightDecay ~= 0 then
    decayed = old * (1 - self.weightDecay)
  end
  if self.weightDecay ~= 0 then factors:indexCopy(1, keys, decayed) end
  factors:indexAdd(1, keys, gradients * -rate)
end

function IndexLinear:updateParameters(learningRate)
  if not learningRate then fail('nn.IndexLinear.updateParameters', 'a learning rate expected') end
  if self.running.counter > 1 then self.bias:add(-learningRate, self.gradBias) end
  for i = 1, self.running.counter - 1 do
    update_rows(self, i, learningRate)
  end
end

-- A step by these gradients alone; those gathered before stay as they are.
function IndexLinear:accUpdateGradParameters(input, gradOutput, lr)
  local running, gradBias = self.running, self.gradBias
  local counter = running.counter
  self.gradBias = gradBias:clone():zero()
  self:accGradParameters(input, gradOutput, 1)
  self.bias:add(-lr, self.gradBias)
  self.gradBias = gradBias
  if running.counter > counter then update_rows(self, counter, lr) end
  running.counter = counter
end

function IndexLinear:zeroGradParameters()
  self.gradBias:zero()
  self.running.counter = 1
end

function IndexLinear:parameters()
  return {self.weight, self.bias}, {self.running, self.gradBias}
end

function IndexLinear:clearState()
  self.running.keys, self.running.gradWeight, self.running.counter = {}, {}, 1
  nn.utils.clear(self, 'values', 'normalizedValues', 'valuesBuffer', '_rows', '_positions', '_most',
                 '_sorted', '_order', '_place', '_mask', '_sizes', '_column', '_beyond', '_terms',
                 '_dense', '_keys', '_total')
  return parent.clearState(self)
end

return IndexLinear
