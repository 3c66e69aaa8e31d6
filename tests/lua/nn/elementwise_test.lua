-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Exp, nn.Log, nn.Power, nn.AddConstant, nn.MulConstant.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = support.fails(tester)

local function input(...)
  return torch.Tensor(...):uniform(0.3, 2)
end

for name, make in pairs {
  Exp = function() return nn.Exp() end,
  Log = function() return nn.Log() end,
  Power = function() return nn.Power(2.5) end,
  AddConstant = function() return nn.AddConstant(-3) end,
  ['AddConstant of a vector'] = function() return nn.AddConstant(torch.Tensor {1, 2, 3, 4}) end,
  MulConstant = function() return nn.MulConstant(-3) end,
} do
  suite[name] = function()
    support.check_layer(tester, name, make, input(3, 4), {batch = true})
    support.check_layer(tester, name .. ' 1-D', make, input(4))
    support.check_layer(tester, name .. ' 4-D', make, input(2, 3, 5, 4), {batch = true})
    tester:eq(support.leaked(function() support.run(make(), input(3, 4)) end), 0)
  end
end

function suite.values()
  tester:eq(nn.Exp():forward(torch.Tensor {0, -math.huge}):totable(), {1, 0})
  local logarithms = nn.Log():forward(torch.Tensor {1, 0})
  tester:assert(logarithms[1] == 0 and logarithms[2] == -math.huge)
  local m, x = nn.Power(3), torch.Tensor {-2, 0, 3}
  tester:eq(m:forward(x):totable(), {-8, 0, 27})
  tester:eq(m:backward(x, torch.Tensor {1, 1, 2}):totable(), {12, 0, 54})
  m = nn.AddConstant(torch.Tensor {10, 20})
  tester:eq(m:forward(torch.Tensor {{1, 2}, {3, 4}}):totable(), {{11, 22}, {13, 24}})
end

function suite.in_place()
  for _, m in ipairs {nn.AddConstant(3, true), nn.MulConstant(4, true),
                      nn.AddConstant(torch.Tensor {1, 2, 3}, true)} do
    local apart = m:clone()
    apart.inplace = false
    for _, x in ipairs {input(2, 3), support.strided(input(2, 3))} do
      local before, g = x:clone(), input(2, 3)
      local y, gx = apart:forward(x):clone(), apart:backward(x, g):clone()
      tester:eq(support.difference(m:forward(x), y), 0)
      tester:eq(torch.pointer(m.output:storage()), torch.pointer(x:storage()))
      tester:eq(support.difference(m:backward(x, g), gx), 0)
      tester:eq(support.difference(g, gx), 0)
      tester:assert(support.difference(x, before) < 1e-15, 'backward restores the input')
    end
  end
end

function suite.errors()
  fails('nn.Power: p must be a number, got nil', function() nn.Power() end)
  fails('nn.MulConstant: constant must be a number, got a torch.DoubleTensor of size 3',
        function() nn.MulConstant(torch.Tensor(3)) end)
  fails('nn.AddConstant: inplace must be true or false, got number',
        function() nn.AddConstant(1, 2) end)
  fails('nn.AddConstant: constant must be a number or a tensor, got nil',
        function() nn.AddConstant():forward(torch.Tensor(2)) end)
  fails('nn.AddConstant: the constant has sizes 3, the input 2x4',
        function() nn.AddConstant(torch.Tensor(3)):forward(torch.Tensor(2, 4)) end)
  for _, name in ipairs {'Exp', 'Log', 'Power', 'AddConstant', 'MulConstant'} do
    local m = nn[name](2)
    m:forward(input(3))
    fails('nn.' .. name .. ': gradOutput has sizes 2, the output has 3',
          function() m:backward(input(3), input(2)) end)
  end
end

tester:add(suite):run()
