-- SPDX-License-Identifier: BSD-3-Clause
-- Whole training steps, and an optimizer's update alone.

local torch = require 'torch'
local engine = require 'tocha'

local steps = {}

-- One training step of the example's network, as train.lua does it.
local function fashionStep(batch)
  if steps[batch] then return steps[batch] end
  local nn = require 'nn'
  local optim = require 'optim'
  local network = dofile(arg[0]:match('^(.*)tests/bench/') .. 'examples/fashion-mnist/network.lua')()
  network:float()
  local criterion = nn.ClassNLLCriterion():float()
  local parameters, gradients = network:getParameters()
  local images = torch.FloatTensor(batch, 1, 28, 28):normal()
  local labels = torch.FloatTensor(batch):random(1, 10)
  local state = {learningRate = 1e-3}
  local function feval()
    gradients:zero()
    local output = network:forward(images)
    local loss = criterion:forward(output, labels)
    network:backward(images, criterion:backward(output, labels))
    return loss, gradients
  end
  steps[batch] = function() optim.adam(feval, parameters, state) end
  return steps[batch]
end

return function(rows, bestTime)
  for _, batch in ipairs {1, 64} do
    rows['fashion/' .. batch] = function() return bestTime(fashionStep(batch), 0.5) end
  end

  -- How often 100 steps in steady state ask the system for memory.
  rows['fashion/allocations'] = function()
    local step = fashionStep(64)
    for _ = 1, 10 do step() end
    local _, _, _, before = engine.memory()
    for _ = 1, 100 do step() end
    local _, _, _, after = engine.memory()
    return after - before
  end

  rows['adam/4000000'] = function()
    local optim = require 'optim'
    local x, gradient = torch.FloatTensor(4000000):zero(), torch.FloatTensor(4000000):uniform()
    local state = {learningRate = 1e-3}
    local function feval() return 0, gradient end
    return bestTime(function() optim.adam(feval, x, state) end, 0.3)
  end

  rows['softmax/1000'] = function()
    local nn = require 'nn'
    local x, layer = torch.FloatTensor(1000, 1000):uniform(), nn.SoftMax():float()
    return bestTime(function() layer:forward(x) end)
  end
end
