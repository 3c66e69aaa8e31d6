-- SPDX-License-Identifier: BSD-3-Clause
-- Our side of bench.py: reads "row threads" lines, answers seconds for one piece of work.

local torch = require 'torch'
local ffi = require 'ffi'
local engine = require 'tocha'

-- Seconds for one call of `body`, over about `atLeast` seconds of calls after a warm-up.
local function bestTime(body, atLeast)
  body()
  body()
  local timer, calls = torch.Timer(), 0
  repeat
    body()
    calls = calls + 1
  until timer:time().real > (atLeast or 0.2)
  return timer:time().real / calls
end

local n = 1000000

local function read(t)
  local s = 0
  for i = 1, n do s = s + t[i] end
  return s
end

local function write(t)
  for i = 1, n do t[i] = i end
end

-- Rows by name; those of one network share what they make.
local rows = {}

rows['call/add10'] = function()
  local a, b = torch.FloatTensor(10):fill(1), torch.FloatTensor(10):fill(1)
  return bestTime(function()
    for _ = 1, 10000 do a:add(b) end
  end) / 10000
end

local tensor, array = torch.FloatTensor(n):fill(1), ffi.new('float[?]', n + 1)
rows['loop/read'] = function() return bestTime(function() read(tensor) end) end
rows['loop/write'] = function() return bestTime(function() write(tensor) end) end
rows['loop/read_ffi'] = function() return bestTime(function() read(array) end) end
rows['loop/write_ffi'] = function() return bestTime(function() write(array) end) end

for _, size in ipairs {512, 2048} do
  rows['gemm/' .. size] = function()
    local a, b = torch.FloatTensor(size, size):fill(1), torch.FloatTensor(size, size):fill(1)
    local c = torch.FloatTensor(size, size)
    return bestTime(function() c:mm(a, b) end, 0.3)
  end
end

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

for line in io.lines() do
  local row, threads = line:match('(%S+) (%d+)')
  torch.setnumthreads(tonumber(threads))
  local body = rows[row]
  print(body and ('%.9g'):format(body()) or 'unknown row ' .. tostring(row))
  io.stdout:flush()
end
