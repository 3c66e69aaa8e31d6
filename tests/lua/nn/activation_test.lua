-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Threshold, nn.ReLU, nn.Tanh, nn.Sigmoid.

local torch = require 'torch'
require 'nn'

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
local support = dofile(folder .. '/support.lua')

local tester = torch.Tester()
local suite = torch.TestSuite()

-- Away from the kinks, so that finite differences do not step over them.
local function input(...)
  local t = torch.Tensor(...):uniform(0.2, 2)
  return t:cmul(torch.Tensor(t:size()):bernoulli(0.5):mul(2):add(-1))
end

for name, make in pairs {
  ReLU = function() return nn.ReLU() end,
  Threshold = function() return nn.Threshold(0.1, -0.3) end,
  Tanh = function() return nn.Tanh() end,
  Sigmoid = function() return nn.Sigmoid() end,
} do
  suite[name] = function()
    support.check_layer(tester, name, make, input(3, 4), {batch = true})
    support.check_layer(tester, name .. ' 1-D', make, input(5))
    support.check_layer(tester, name .. ' 4-D', make, input(2, 3, 4, 5), {batch = true})
    tester:eq(support.leaked(function()
      support.run(make(), input(3, 4))
    end), 0)
  end
end

function suite.values()
  local x = torch.Tensor {-1, 0, 1e-7, 1e-6, 2, 1e300, -math.huge}
  tester:eq(nn.ReLU():forward(x):totable(), {0, 0, 1e-7, 1e-6, 2, 1e300, 0})
  tester:eq(nn.Threshold():forward(x):totable(), {0, 0, 0, 0, 2, 1e300, 0})
  tester:eq(nn.Threshold(1, 7):forward(x):totable(), {7, 7, 7, 7, 2, 1e300, 7})
  tester:eq(nn.Tanh():forward(x):totable()[6], 1)
  tester:eq(nn.Sigmoid():forward(x):totable()[7], 0)
  local nan = nn.ReLU():forward(torch.Tensor {0 / 0, 1})
  tester:assert(nan[1] ~= nan[1] and nan[2] == 1, 'a NaN stays visible')
end

function suite.halves()
  local x = torch.HalfTensor {-1.5, 0.25, 3}
  local m = nn.ReLU():type('torch.HalfTensor')
  tester:eq(m:forward(x):double():totable(), {0, 0.25, 3})
  tester:eq(m:backward(x, torch.HalfTensor {1, 2, 3}):double():totable(), {0, 2, 3})
end

function suite.in_place()
  local m = nn.ReLU(true)
  local x = torch.Tensor {-1, 2, -3}
  local y = m:forward(x)
  tester:eq(x:totable(), {0, 2, 0})
  tester:eq(torch.pointer(y:storage()), torch.pointer(x:storage()))
  local g = torch.Tensor {5, 6, 7}
  tester:eq(m:backward(x, g):totable(), {0, 6, 0})
  tester:eq(g:totable(), {0, 6, 0})
  local strided = torch.Tensor {{-1, 2}, {3, -4}}:t()
  m:forward(strided)
  tester:eq(strided:totable(), {{0, 3}, {2, 0}})
end

function suite.errors()
  local function fails(pattern, f)
    tester:assertErrorPattern(f, pattern)
  end
  local relu = nn.ReLU()
  relu:forward(torch.Tensor(3))
  fails('nn.ReLU: gradOutput has sizes 4, the output has 3',
        function() relu:backward(torch.Tensor(3), torch.Tensor(4)) end)
  fails('nn.ReLU: types Double and Float do not match',
        function() relu:forward(torch.FloatTensor(3)) end)
  fails('nn.ReLU: not available for Int tensors',
        function() nn.ReLU():type('torch.IntTensor'):forward(torch.IntTensor {1}) end)
  fails('nn.Threshold: in place, the value %(1%) must not exceed the threshold %(0%)',
        function() nn.Threshold(0, 1, true) end)
  fails('nn.Threshold: threshold and value must be numbers, got string and number',
        function() nn.Threshold('a') end)
  fails('nn.ReLU: inplace must be true or false, got number', function() nn.ReLU(1) end)
  fails('nn.Tanh: gradOutput has sizes 2, the output has 3', function()
    local tanh = nn.Tanh()
    tanh:forward(torch.Tensor(3):zero())
    tanh:backward(torch.Tensor(3), torch.Tensor(2))
  end)
end

tester:add(suite):run()
