-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Max, nn.Min, nn.Mean, nn.Sum.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

for _, name in ipairs {'Max', 'Min', 'Mean', 'Sum'} do
  local function make(...)
    local arguments = {...}
    return function() return nn[name](unpack(arguments)) end
  end
  suite[name] = function()
    support.check_layer(tester, name, make(), input(5))
    support.check_layer(tester, name .. ' along 1', make(1), input(3, 4))
    support.check_layer(tester, name .. ' along 2', make(2), input(3, 4, 5))
    support.check_layer(tester, name .. ' along the last', make(-1), input(3, 4, 5), {batch = true})
    support.check_layer(tester, name .. ' of samples', make(1, 2), input(3, 4, 5), {batch = true})
    support.check_layer(tester, name .. ' of one element', make(1), input(1, 3))
    tester:eq(support.leaked(function() support.run(make(2)(), input(3, 4)) end), 0)
  end
end

function suite.values()
  local x = torch.Tensor {{1, 5, 2}, {7, 0, -3}}
  tester:eq(nn.Max():forward(x):totable(), {7, 5, 2})
  tester:eq(nn.Max(2):forward(x):totable(), {5, 7})
  tester:eq(nn.Min(-1):forward(x):totable(), {1, -3})
  tester:eq(nn.Sum(2):forward(x):totable(), {8, 4})
  tester:eq(nn.Mean(2):forward(torch.Tensor {{1, 3}, {5, 6}}):totable(), {2, 5.5})
  tester:eq(nn.Sum(2, nil, true):forward(torch.Tensor {{1, 3}, {5, 6}}):totable(), {2, 5.5})
  tester:eq(nn.Sum(1):forward(torch.Tensor {1, 2, 3}):totable(), {6})
  tester:eq(nn.Sum(1, 1):forward(x):totable(), {8, 4})
  tester:eq(nn.Sum(1, 1):forward(x[1]):totable(), {8})

  local m = nn.Max(2)
  m:forward(x)
  tester:eq(m:backward(x, torch.Tensor {10, 20}):totable(), {{0, 10, 0}, {20, 0, 0}})
  m = nn.Sum(2, nil, false, false)
  tester:eq(m:forward(x):size():totable(), {2, 1})
  tester:eq(m:backward(x, torch.Tensor {{1}, {2}}):totable(), {{1, 1, 1}, {2, 2, 2}})
  m = nn.Mean(1)
  m:forward(x)
  tester:eq(m:backward(x, torch.Tensor {2, 4, 6}):totable(), {{1, 2, 3}, {1, 2, 3}})
end

-- Other sizes, types and casts between two calls.
function suite.again()
  local m = nn.Max(2)
  for _, x in ipairs {input(3, 4), input(5, 2, 6), input(2, 2)} do
    m:double()
    tester:eq(support.difference(m:forward(x), (torch.max(x, 2):select(2, 1))), 0)
    m:backward(x, m.output)
    m:float()
    tester:assert(support.difference(m:forward(x:float()), m:double():forward(x)) < 1e-6)
  end
  tester:eq(m:clearState()._indices:nElement(), 0)
end

function suite.errors()
  fails('nn.Sum: dimension 3 is out of range for DoubleTensor 2x4',
        function() nn.Sum(3):forward(torch.Tensor(2, 4)) end)
  fails('nn.Max: dimension %-3 is out of range for DoubleTensor 2x4',
        function() nn.Max(-3):forward(torch.Tensor(2, 4)) end)
  fails('nn.Min: dimensions count from 1, got 0', function() nn.Min(0):forward(torch.Tensor(2)) end)
  fails('nn.Max: backward needs a forward before it',
        function() nn.Max():backward(torch.Tensor(2), torch.Tensor(1)) end)
  fails('nn.Sum: squeeze must be true or false, got number', function() nn.Sum(1, 1, true, 1) end)
  for _, name in ipairs {'Max', 'Mean'} do
    local m = nn[name](2)
    m:forward(input(3, 4))
    fails('nn.' .. name .. ': gradOutput has sizes 4, the output has 3',
          function() m:backward(input(3, 4), input(4)) end)
  end
end

tester:add(suite):run()
