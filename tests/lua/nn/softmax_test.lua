-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SoftMax, nn.LogSoftMax, nn.SoftMin, nn.SpatialSoftMax, nn.SpatialLogSoftMax.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = support.fails(tester)

local function input(...)
  return torch.Tensor(...):uniform(-2, 2)
end

for _, name in ipairs {'SoftMax', 'LogSoftMax', 'SoftMin', 'SpatialSoftMax', 'SpatialLogSoftMax'} do
  local function make() return nn[name]() end
  suite[name] = function()
    support.check_layer(tester, name, make, input(3, 5), {batch = true})
    support.check_layer(tester, name .. ' of a vector', make, input(19))
    support.check_layer(tester, name .. ' of planes', make, input(4, 3, 7))
    support.check_layer(tester, name .. ' of a batch of planes', make, input(2, 4, 3, 11),
                        {batch = true})
    tester:eq(support.leaked(function() support.run(make(), input(3, 4)) end), 0)
  end
end

-- In a plain way, along dimension `d`.
local function reference(x, d)
  local y = x:clone()
  local rows = y:transpose(d, y:dim()):contiguous()
  local flat = rows:view(-1, x:size(d))
  for i = 1, flat:size(1) do
    local sum = 0
    for k = 1, flat:size(2) do
      sum = sum + math.exp(flat[i][k])
    end
    for k = 1, flat:size(2) do
      flat[i][k] = math.exp(flat[i][k]) / sum
    end
  end
  return rows:transpose(d, y:dim())
end

-- Sizes below, at and above whole vectors, and many frames (several threads).
function suite.values()
  for _, case in ipairs {{{1}, 1}, {{2, 1}, 2}, {{5, 16}, 2}, {{3, 100}, 2}, {{2000, 10}, 2},
                         {{5, 1, 1}, 1}, {{10, 33, 31}, 1}, {{3, 10, 8, 8}, 2}} do
    local x = torch.Tensor(torch.LongStorage(case[1])):uniform(-3, 3)
    local expected = reference(x, case[2])
    local y = nn.SoftMax():forward(x)
    tester:assert(support.difference(y, expected) < 1e-13, table.concat(case[1], 'x'))
    local f = nn.SoftMax():float():forward(x:float())
    tester:assert(support.difference(f, expected) < 1e-6, table.concat(case[1], 'x') .. ' float')
  end
end

function suite.relatives()
  local x = input(2, 3, 4, 5)
  local y = nn.SoftMax():forward(x)
  tester:eq(support.difference(nn.SpatialSoftMax():forward(x), y), 0)
  tester:eq(support.difference(nn.SoftMin():forward(-x), y), 0)
  tester:eq(support.difference(nn.SpatialLogSoftMax():forward(x), nn.LogSoftMax():forward(x)), 0)
  local m = nn.SoftMin()
  m:forward(x)
  tester:eq(m:clearState().mininput:nElement(), 0)
end

function suite.extremes()
  local y = nn.LogSoftMax():forward(torch.Tensor {1000, 0, -1000})
  tester:eq(y:totable(), {0, -1000, -2000})
  for _, v in ipairs {1, 1e5, 1e8, 1e16, -1e16} do
    local x = torch.FloatTensor {{v, v}}
    tester:eq(nn.LogSoftMax():float():forward(x)[1][1], -math.log(2), 1e-6)
    tester:eq(nn.SpatialLogSoftMax():float():forward(x:view(1, 2, 1, 1):expand(1, 2, 3, 3))[1][2][3][3],
              -math.log(2), 1e-6)
    tester:eq(nn.CrossEntropyCriterion():float():forward(x, torch.FloatTensor {1}), math.log(2), 1e-6)
  end
  y = nn.SoftMax():float():forward(torch.FloatTensor {-1e30, 1e30})
  tester:eq(y:totable(), {0, 1})
  y = nn.SoftMax():forward(torch.Tensor {-math.huge, 0})
  tester:eq(y:totable(), {0, 1})
  y = nn.SoftMax():forward(torch.Tensor {0 / 0, 0})
  tester:assert(y[2] ~= y[2], 'a NaN stays visible')
end

function suite.gradient_into_gradOutput()
  local m, x = nn.LogSoftMax(), input(4, 6)
  m:forward(x)
  local g = input(4, 6)
  local expected = m:backward(x, g):clone()
  m.gradInput = g
  m:backward(x, g)
  tester:assert(support.difference(g, expected) == 0)
end

function suite.errors()
  fails('nn.SoftMax: input must have 1 to 4 dimensions, got DoubleTensor 1x1x1x1x1',
        function() nn.SoftMax():forward(torch.Tensor(1, 1, 1, 1, 1)) end)
  fails('nn.LogSoftMax: input must have 1 to 4 dimensions',
        function() nn.LogSoftMax():forward(torch.Tensor()) end)
  fails('nn.LogSoftMax: gradOutput has sizes 2x2, the output has 2x3', function()
    local m = nn.LogSoftMax()
    m:forward(torch.Tensor(2, 3):zero())
    m:backward(torch.Tensor(2, 3), torch.Tensor(2, 2))
  end)
  fails('nn.SoftMax: Half elements are not supported here', function()
    nn.SoftMax():type('torch.HalfTensor'):forward(torch.HalfTensor {1})
  end)
end

-- Results that are not one block of memory.
function suite.result_layouts()
  for _, m in ipairs {nn.SoftMax(), nn.LogSoftMax(), nn.Dropout(0.5), nn.BatchNormalization(3)} do
    local x = torch.randn(4, 3)
    torch.manualSeed(1)
    local y = m:forward(x):clone()
    local dx = m:backward(x, x):clone()
    m.output, m.gradInput = torch.Tensor(3, 4):t(), torch.Tensor(3, 4):t()
    torch.manualSeed(1)
    tester:eq(m:forward(x):totable(), y:totable())
    tester:eq(m:backward(x, x):totable(), dx:totable())
    m.output = torch.Tensor(1):expand(4, 3)
    fails('is an expanded tensor', function() m:forward(x) end)
  end
end

tester:add(suite):run()
