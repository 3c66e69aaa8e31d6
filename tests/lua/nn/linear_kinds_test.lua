-- SPDX-License-Identifier: BSD-3-Clause
-- Relatives of nn.Linear: nn.PartialLinear, nn.LinearWeightNorm, nn.Maxout.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local input = support.uniform

local function partial(bias)
  local m = nn.PartialLinear(4, 6, bias)
  if m.bias then m.bias:uniform(-1, 1) end
  return m
end

-- An output may be listed twice.
local function partition(bias)
  local m = partial(bias)
  m:setPartition(torch.LongTensor {5, 2, 6, 2})
  return m
end

local cases = {
  LinearWeightNorm = function() return nn.LinearWeightNorm(4, 3) end,
  ['LinearWeightNorm without bias'] = function() return nn.LinearWeightNorm(4, 3, false) end,
  Maxout = function() return nn.Maxout(4, 3, 5) end,
  ['Maxout with a module before'] = function() return nn.Maxout(4, 3, 5, nn.Tanh()) end,
  ['PartialLinear, all'] = partial,
  ['PartialLinear, all, without bias'] = function() return partial(false) end,
  ['PartialLinear, some'] = partition,
  ['PartialLinear, some, without bias'] = function() return partition(false) end,
}

for name, make in pairs(cases) do
  suite[name] = function()
    support.check_layer(tester, name, make, input(5, 4), {batch = true})
    support.check_layer(tester, name, make, input(4))
    tester:eq(support.leaked(function() support.run(make(), input(5, 4)) end), 0)
  end

  suite[name .. ': a step in place'] = function()
    torch.manualSeed(4)
    local m, x = make(), input(5, 4)
    local gradOutput = support.copy(m:forward(x)):uniform(-1, 1)
    local other = m:clone()
    m:zeroGradParameters()
    m:backward(x, gradOutput)
    m:updateParameters(0.1)
    other:backwardUpdate(x, gradOutput, 0.1)
    tester:assert(support.difference((other:parameters()), (m:parameters())) < 1e-12, name)
  end
end

function suite.PartialLinear_values()
  local m, linear, x = partial(), nn.Linear(4, 6), input(3, 4)
  local parameters = m:parameters()
  linear.weight:copy(parameters[1])
  linear.bias:copy(parameters[2])
  local full = linear:forward(x)
  tester:assert(support.difference(m:forward(x), full) < 1e-12)
  m:setPartition(torch.Tensor {6, 1})
  tester:assert(support.difference(m:forward(x), full:index(2, torch.LongTensor {6, 1})) < 1e-12)
  m:zeroGradParameters()
  m:backward(x, torch.ones(3, 2))
  local _, gradients = m:parameters()
  tester:eq(gradients[2]:totable(), {{3, 0, 0, 0, 0, 3}})
  tester:eq(gradients[1]:narrow(1, 2, 4):clone():abs():sum(), 0)
  m:resetPartition()
  tester:assert(support.difference(m:forward(x), full) < 1e-12)
  tester:eq(tostring(m), 'nn.PartialLinear(4 -> 6)')
  tester:eq(tostring(partial(false)), 'nn.PartialLinear(4 -> 6) without bias')
end

function suite.LinearWeightNorm_values()
  local linear, x = nn.Linear(4, 3), input(2, 4)
  local m = nn.LinearWeightNorm.fromLinear(linear)
  tester:assert(support.difference(m:forward(x), linear:forward(x)) < 1e-12)
  m.v:mul(7) -- the directions alone count
  tester:assert(support.difference(m:forward(x), linear.output) < 1e-12)
  m.g:mul(2)
  local doubled = m:toLinear()
  tester:assert(support.difference(doubled.weight, linear.weight * 2) < 1e-12)
  m:evaluate()
  tester:assert(support.difference(m:forward(x), doubled:forward(x)) < 1e-12)
  m:clearState()
  tester:assert(support.difference(m:forward(x), doubled:forward(x)) < 1e-12)
  tester:eq(torch.type(nn.LinearWeightNorm.fromLinear(nn.Linear(2, 1):float()).v),
            'torch.FloatTensor')
  tester:eq(tostring(nn.LinearWeightNorm(4, 3, false)), 'nn.LinearWeightNorm(4 -> 3) without bias')
end

function suite.Maxout_values()
  local m = nn.Maxout(1, 2, 2)
  m:get(1).weight:copy(torch.Tensor {{1}, {0}, {-1}, {2}})
  m:get(1).bias:zero()
  tester:eq(m:forward(torch.Tensor {{3}, {-3}}):totable(), {{3, 6}, {3, 0}})
  tester:assert(torch.isTypeOf(m, 'nn.Sequential'))
end

tester:add(suite):run()
