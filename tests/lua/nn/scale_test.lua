-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Add, nn.CAdd, nn.Mul, nn.CMul: learned tensors added to the input or multiplied with it.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

-- The forms of the parameter, and inputs for each.
for name, case in pairs {
  Add = {function() return nn.Add(4) end, {4}, {3, 4}, {1, 4}},
  ['Add of planes'] = {function() return nn.Add(6) end, {5, 2, 3}},
  ['Add of one number'] = {function() return nn.Add(4, true) end, {4}, {3, 2, 5}},
  Mul = {function() return nn.Mul() end, {4}, {3, 4}, {2, 3, 4, 5}},
  CAdd = {function() return nn.CAdd(3, 4) end, {3, 4}, {2, 3, 4}, {1, 3, 4}, {12}},
  ['CAdd with repeated sizes'] = {function() return nn.CAdd(1, 3, 1) end, {2, 3, 4}, {1, 3, 1}},
  CMul = {function() return nn.CMul(3, 4) end, {3, 4}, {2, 3, 4}, {1, 3, 4}, {5, 12}},
  ['CMul with repeated sizes'] = {function() return nn.CMul(1, 3, 1) end, {2, 3, 4}, {1, 3, 1}},
  ['CMul with repeated rows'] = {function() return nn.CMul(4, 1) end, {4, 7}},
} do
  suite[name] = function()
    for i = 2, #case do
      local sizes = torch.LongStorage(case[i])
      local where = name .. ' of ' .. table.concat(case[i], 'x')
      support.check_layer(tester, where, case[1], input(sizes))
    end
    tester:eq(support.leaked(function() support.run(case[1](), input(torch.LongStorage(case[2]))) end),
              0)
  end
end

function suite.values()
  local x = torch.Tensor {{1, 2}, {3, 4}}
  local m = nn.CMul(2)
  m.weight:copy(torch.Tensor {10, 100})
  m:zeroGradParameters()
  tester:eq(m:forward(x):totable(), {{10, 200}, {30, 400}})
  tester:eq(m:backward(x, torch.Tensor {{1, 1}, {2, 0.5}}):totable(), {{10, 100}, {20, 50}})
  tester:eq(m.gradWeight:totable(), {7, 4})
  m = nn.CMul(2, 1) -- as many dimensions as the input: a factor for each row
  m.weight:copy(torch.Tensor {10, 100})
  tester:eq(m:forward(x):totable(), {{10, 20}, {300, 400}})
  m = nn.Add(2)
  m.bias:copy(torch.Tensor {10, 20})
  m:zeroGradParameters()
  tester:eq(m:forward(x):totable(), {{11, 22}, {13, 24}})
  m:backward(x, x)
  tester:eq(m.gradBias:totable(), {4, 6})
end

-- Initial values: uniform draws in order, within 1 / sqrt(elements), or of a given deviation.
function suite.initial_values()
  for make, count in pairs {[function() return nn.Add(9) end] = 9, [function() return nn.Mul() end] = 1,
                            [function() return nn.CAdd(5, 5) end] = 25,
                            [function() return nn.CMul(torch.LongStorage {4, 4}) end] = 16} do
    torch.manualSeed(11)
    local m = make()
    local parameter = m:parameters()[1]
    local expected = torch.Tensor(parameter:size())
    torch.manualSeed(11)
    expected:uniform(-1 / math.sqrt(count), 1 / math.sqrt(count))
    tester:eq(support.difference(parameter, expected), 0)
    torch.manualSeed(11)
    m:reset(0.5)
    torch.manualSeed(11)
    expected:uniform(-0.5 * math.sqrt(3), 0.5 * math.sqrt(3))
    tester:eq(support.difference(parameter, expected), 0)
  end
end

function suite.errors()
  fails("nn.CMul: input 2x5 does not fit the parameter's sizes 3x4",
        function() nn.CMul(3, 4):forward(input(2, 5)) end)
  fails("nn.Add: input 3 does not fit the parameter's sizes 5",
        function() nn.Add(5):forward(input(3)) end)
  fails('nn.CAdd: types Double and Float do not match',
        function() nn.CAdd(3):forward(torch.FloatTensor(3)) end)
  fails('nn.CMul: gradOutput has sizes 3, the output has 4',
        function() nn.CMul(4):backward(input(4), input(3)) end)
end

tester:add(suite):run()
