-- SPDX-License-Identifier: BSD-3-Clause
-- Training steps (forward, loss, backward, update) and forward passes of known networks; some of them
-- also beside other programs.

local torch = require 'torch'
local engine = require 'tocha'

local function images(...)
  local sizes = {...}
  return function(batch) return torch.FloatTensor(batch, unpack(sizes)):normal() end
end

local function words(batch) return torch.LongTensor(batch, 64):random(1, 10000) end

-- Network, input, rule of update, classes if they are not 10.
local trainings = {
  mlp = {'mlp', images(784), 'adam', {learningRate = 1e-3}},
  lenet = {'lenet', images(1, 28, 28), 'sgd', {learningRate = 0.01}},
  resnet20 = {'resnet20', images(3, 32, 32), 'sgd',
    {learningRate = 0.01, momentum = 0.9, dampening = 0, weightDecay = 1e-4}},
  spirals = {'spirals', images(2), 'adam', {learningRate = 0.01}, 2},
  text = {'text', words, 'sgd', {learningRate = 0.01}},
}

local function network(name)
  return dofile(arg[0]:match('^(.*/)') .. 'rows/models.lua')[name]():float()
end

local steps = {}

local function trainingStep(name, batch)
  local key = name .. batch
  if steps[key] then return steps[key] end
  local nn = require 'nn'
  local model, input, rule, config, classes = unpack(trainings[name])
  local update = require 'optim'[rule]
  local net, criterion = network(model), nn.ClassNLLCriterion():float()
  local parameters, gradients = net:getParameters()
  -- Data that change: a network that has learned its one batch has gradients too small for normal
  -- floats, which processors are slow with.
  local data, labels, turn = {}, {}, 0
  for i = 1, 10 do data[i], labels[i] = input(batch), torch.FloatTensor(batch):random(1, classes or 10) end
  local function feval()
    turn = turn % #labels + 1
    gradients:zero()
    local output = net:forward(data[turn])
    local loss = criterion:forward(output, labels[turn])
    net:backward(data[turn], criterion:backward(output, labels[turn]))
    return loss, gradients
  end
  local state = {}
  steps[key] = function() update(feval, parameters, config, state) end
  return steps[key]
end

local function forward(name, batch, size)
  local net, data = steps[name] or network(name), images(3, size, size)(batch)
  steps[name] = net
  net:evaluate()
  return function() net:forward(data) end
end

-- Seconds for one call, the mean of some seconds: on busy processors the best of short parts would be
-- one that had them for itself.
local function meanTime(body)
  for _ = 1, 3 do body() end
  local calls, start = 0, torch.tic()
  repeat
    body()
    calls = calls + 1
  until torch.toc(start) > 3
  return torch.toc(start) / calls
end

return function(rows, bestTime)
  for name, batches in pairs {mlp = {1, 128}, lenet = {64}, resnet20 = {32}, text = {64}} do
    for _, batch in ipairs(batches) do
      rows['train/' .. name .. '/' .. batch] = function()
        return bestTime(trainingStep(name, batch), 0.5)
      end
    end
  end
  for name, batches in pairs {vgg11 = {1, 8}, resnet18 = {1}} do
    for _, batch in ipairs(batches) do
      rows['forward/' .. name .. '/' .. batch] = function()
        return bestTime(forward(name, batch, 224), 0.5)
      end
    end
  end

  for name, batch in pairs {spirals = 400, lenet = 64, resnet20 = 32} do
    rows['busy/train/' .. name .. '/' .. batch] = function() return meanTime(trainingStep(name, batch)) end
  end
  rows['busy/forward/resnet20/1'] = function() return meanTime(forward('resnet20', 1, 32)) end

  -- How often 100 steps after the second ask the system for memory.
  rows['train/lenet/allocations'] = function()
    local step = trainingStep('lenet', 64)
    for _ = 1, 2 do step() end
    local _, _, _, before = engine.memory()
    for _ = 1, 100 do step() end
    local _, _, _, after = engine.memory()
    return after - before
  end
end
