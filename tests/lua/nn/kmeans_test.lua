-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Kmeans.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

-- Three clouds of points and a center in each of them.
local function clouds(count)
  local x = torch.Tensor(count, 2)
  for i = 1, count do
    x[i][1] = 10 * (i % 3) + torch.uniform(-1, 1)
    x[i][2] = torch.uniform(-1, 1)
  end
  return x
end

function suite.nearest()
  local m = nn.Kmeans(3, 2)
  m.weight:copy(torch.Tensor {{0, 0}, {10, 0}, {20, 0}})
  local x = torch.Tensor {{1, 0}, {19, 2}, {12, 0}, {-3, 4}}
  tester:eq(m:forward(x):totable(), {1, 3, 2, 1})
  tester:eq(m.loss, 1 + 5 + 4 + 25)
  tester:eq(m:forward(support.strided(x)):totable(), {1, 3, 2, 1})
  m:zeroGradParameters()
  tester:eq(m:backward(x):totable(), torch.Tensor(4, 2):zero():totable())
  tester:eq(m.clusterSampleCount:totable(), {2, 1, 1})
  tester:eq(m.gradWeight:totable(), {{1, -2}, {-2, 0}, {1, -2}})
  m:accGradParameters(x, nil, 0.5)
  tester:eq(m.gradWeight:totable(), {{1.5, -3}, {-3, 0}, {1.5, -3}})
  local slow = nn.Kmeans(3, 2, 0.25)
  slow.weight:copy(m.weight)
  slow:zeroGradParameters()
  slow:forward(x)
  slow:backward(x)
  tester:eq(slow.gradWeight:totable(), {{0.25, -0.5}, {-0.5, 0}, {0.25, -0.5}})
end

function suite.converges()
  for _, typename in ipairs {'torch.DoubleTensor', 'torch.FloatTensor'} do
    torch.manualSeed(4)
    local x = clouds(90):type(typename)
    local m = nn.Kmeans(3, 2):type(typename)
    m:initKmeansPlus(x)
    for _ = 1, 5 do
      m:zeroGradParameters()
      m:forward(x)
      m:backward(x)
      m:updateParameters(1)
    end
    local first = m.weight:select(2, 1):contiguous():totable()
    table.sort(first)
    for i = 1, 3 do
      tester:assert(math.abs(first[i] - 10 * (i - 1)) < 0.5, 'center at ' .. first[i])
    end
    tester:assert(m.loss < 90)
  end
end

-- A center that no sample is nearest to stays where it is.
function suite.without_samples()
  local m = nn.Kmeans(2, 1)
  m.weight:copy(torch.Tensor {{0}, {100}})
  m:zeroGradParameters()
  m:forward(torch.Tensor {{1}, {3}})
  m:backward(torch.Tensor {{1}, {3}})
  tester:eq(m.gradWeight:totable(), {{-2}, {0}})
end

function suite.module()
  local x = clouds(10)
  torch.manualSeed(8)
  local m = nn.Kmeans(3, 2)
  torch.manualSeed(8)
  tester:eq(support.difference(m.weight, torch.Tensor(3, 2):uniform(-1, 1)), 0)
  m:initRandom(x)
  for i = 1, 3 do
    local found = false
    for k = 1, 10 do
      found = found or support.difference(m.weight[i], x[k]) == 0
    end
    tester:assert(found, 'a center is a sample')
  end
  local y = m:forward(x):clone()
  local loaded = torch.deserialize(torch.serialize(m:clearState()))
  tester:eq(loaded:forward(x):totable(), y:totable())
  tester:eq(loaded:float():forward(x:float()):totable(), y:totable())
  tester:eq(support.leaked(function()
    local made = nn.Kmeans(3, 2)
    made:forward(x)
    made:backward(x)
  end), 0)
end

function suite.errors()
  fails('nn.Kmeans: k and dim must be 1 or more, got 0 and 2', function() nn.Kmeans(0, 2) end)
  local m = nn.Kmeans(3, 2)
  fails('nn.Kmeans: input has sizes 4x3, the centers have 3x2', function() m:forward(input(4, 3)) end)
  fails('nn.Kmeans.initRandom: 2 samples are too few for 3 centers',
        function() m:initRandom(input(2, 2)) end)
  fails('nn.Kmeans.initRandom: input has sizes 4x3, expected B x 2',
        function() m:initRandom(input(4, 3)) end)
  fails('nn.Kmeans.initKmeansPlus: p must be in %[0, 1%], got 2',
        function() m:initKmeansPlus(input(4, 2), 2) end)
end

tester:add(suite):run()
