-- SPDX-License-Identifier: BSD-3-Clause
-- nn.GradientReversal, nn.L1Penalty, nn.ZeroGrad: layers that change the gradient.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = support.fails(tester)

local x = torch.Tensor {{1, -2, 0}, {3, 0.5, -4}}
local g = torch.Tensor {{1, 2, 3}, {4, 5, 6}}

for name, make in pairs {
  GradientReversal = function() return nn.GradientReversal(2) end,
  L1Penalty = function() return nn.L1Penalty(0.5) end,
  ZeroGrad = function() return nn.ZeroGrad() end,
} do
  suite[name] = function()
    support.check_layer(tester, name, make, x, {smooth = false, batch = true})
    tester:eq(make():forward(x):totable(), x:totable())
    tester:eq(support.leaked(function() support.run(make(), x:clone()) end), 0)
  end
end

-- Named fields too, and those of an input before are gone.
function suite.zeros_of_tables()
  local function sizes(t)
    local list = {}
    for key, value in pairs(t) do
      list[key] = torch.isTensor(value) and value:size():totable() or sizes(value)
    end
    return list
  end
  local m = nn.ZeroGrad()
  for _, input in ipairs {
    {torch.ones(2), b = torch.ones(3)}, {a = {torch.ones(1), c = {d = torch.ones(2, 2)}}}, {torch.ones(4)},
  } do
    local gradient = m:backward(input, input)
    tester:eq(sizes(gradient), sizes(input))
    nn.utils.recursiveCopy(input, gradient)
  end
  tester:eq(m.gradInput[1]:totable(), {0, 0, 0, 0})
  local loss = nn.ModuleFromCriterion(nn.ParallelCriterion():add(nn.MSECriterion())) -- positions stay
  local pair = {{torch.ones(2)}, {torch.zeros(2)}}
  loss:forward(pair)
  tester:eq(sizes(loss:backward(pair, torch.ones(1))[1]), {{2}})
end

function suite.gradients()
  tester:eq(nn.GradientReversal():backward(x, g):totable(), (-g):totable())
  local m = nn.GradientReversal(0.5)
  m:setLambda(2)
  tester:eq(m:backward(x, g):totable(), (g * -2):totable())
  tester:eq(nn.ZeroGrad():backward(x, g):totable(), (x * 0):abs():totable())

  m = nn.L1Penalty(0.5)
  tester:eq(m:forward(x), x)
  tester:eq(m.loss, 5.25)
  tester:eq(m:backward(x, g):totable(), {{1.5, 1.5, 3}, {4.5, 5.5, 5.5}})
  m = nn.L1Penalty(6, true, false)
  m:forward(x)
  tester:eq(m.loss, 10.5)
  tester:eq(m:backward(x, g):totable(), {{1, -1, 0}, {1, 1, -1}})
end

function suite.tables()
  local m = nn.ZeroGrad()
  local input = {x, {g, x}}
  tester:eq(m:forward(input), input)
  local zeros = m:backward(input, input)
  tester:eq(zeros[2][1]:totable(), {{0, 0, 0}, {0, 0, 0}})
  zeros = m:backward({x:float()}, {x:float()})
  tester:eq(#zeros, 1)
end

-- A first version had no lambda.
function suite.old_files()
  local old = nn.GradientReversal(3)
  old.lambda = nil
  local version = nn.GradientReversal.__version
  rawset(torch.getmetatable('nn.GradientReversal'), '__version', 1)
  local bytes = torch.serialize(old)
  rawset(torch.getmetatable('nn.GradientReversal'), '__version', version)
  tester:eq(torch.deserialize(bytes).lambda, 1)
end

function suite.errors()
  fails('nn.GradientReversal: gradOutput has sizes 2, the output has 2x3',
        function() nn.GradientReversal():backward(x, torch.Tensor(2)) end)
  fails('nn.L1Penalty: input must be a tensor, got table', function() nn.L1Penalty(1):forward({}) end)
end

tester:add(suite):run()
