-- SPDX-License-Identifier: BSD-3-Clause
-- Layers that compare their input with learned vectors, and products of two inputs: nn.Euclidean,
-- nn.WeightedEuclidean, nn.Cosine, nn.Bilinear.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

local function weighted()
  local m = nn.WeightedEuclidean(4, 3)
  m.diagCov:uniform(0.5, 2)
  return m
end

local cases = {
  Bilinear = {function() return nn.Bilinear(3, 4, 2) end, {input(5, 3), input(5, 4)}},
  ['Bilinear of one row'] = {function() return nn.Bilinear(2, 1, 1) end, {input(1, 2), input(1, 1)}},
  ['Bilinear without bias'] = {function() return nn.Bilinear(3, 4, 2, false) end,
                               {input(5, 3), input(5, 4)}},
  ['Bilinear of equal sizes'] = {function() return nn.Bilinear(3, 3, 3) end,
                                 {input(3, 3), input(3, 3)}},
  Cosine = {function() return nn.Cosine(4, 3) end, input(5, 4), batch = true},
  ['Cosine of a vector'] = {function() return nn.Cosine(4, 3) end, input(4)},
  Euclidean = {function() return nn.Euclidean(4, 3) end, input(5, 4), batch = true},
  ['Euclidean of equal sizes'] = {function() return nn.Euclidean(3, 3) end, input(3, 3), batch = true},
  ['Euclidean of a vector'] = {function() return nn.Euclidean(4, 3) end, input(4)},
  WeightedEuclidean = {weighted, input(5, 4), batch = true},
  ['WeightedEuclidean of a vector'] = {weighted, input(4)},
}

for name, case in pairs(cases) do
  suite[name] = function()
    support.check_layer(tester, name, case[1], case[2], {batch = case.batch, tolerance = 1e-6})
    tester:eq(support.leaked(function() support.run(case[1](), support.copy(case[2])) end), 0)
  end

  -- A step in place is one of gradient descent, also where gradients depend on the parameters.
  suite[name .. ': a step in place'] = function()
    torch.manualSeed(4)
    local m = case[1]()
    local gradOutput = support.copy(m:forward(case[2])):uniform(-1, 1)
    local other = m:clone()
    m:zeroGradParameters()
    m:backward(case[2], gradOutput)
    m:updateParameters(0.1)
    other:backwardUpdate(case[2], gradOutput, 0.1)
    tester:assert(support.difference((other:parameters()), (m:parameters())) < 1e-12, name)
  end
end

function suite.values()
  local m = nn.Euclidean(2, 2)
  m.weight:copy(torch.Tensor {{0, 4}, {0, 2}})
  tester:eq(m:forward(torch.Tensor {3, 4}):totable()[1], 5)
  tester:assert(math.abs(m.output[2] - math.sqrt(5)) < 1e-12)
  -- At a centre itself the gradient is 0.
  m:forward(torch.Tensor {0, 0})
  tester:eq(m:backward(torch.Tensor {0, 0}, torch.Tensor {1, 0}):totable(), {0, 0})

  m = nn.WeightedEuclidean(2, 1)
  m.weight:zero()
  m.diagCov:copy(torch.Tensor {{2}, {1}})
  tester:eq(m:forward(torch.Tensor {{2, 3}, {0, -1}}):totable(), {{5}, {1}})

  m = nn.Cosine(2, 3)
  m.weight:copy(torch.Tensor {{1, 0}, {0, -5}, {3, 4}})
  local y = m:forward(torch.Tensor {0, 2})
  tester:assert(support.difference(y, torch.Tensor {0, -1, 0.8}) < 1e-12)
  tester:eq(m:forward(torch.Tensor {0, 0}):totable(), {0, 0, 0})

  m = nn.Bilinear(2, 2, 1)
  m.weight:copy(torch.Tensor {{{1, 2}, {3, 4}}})
  m.bias:fill(0.5)
  tester:eq(m:forward({torch.Tensor {{1, 0}, {1, 1}}, torch.Tensor {{0, 1}, {1, 1}}}):totable(),
            {{2.5}, {10.5}})
  tester:eq(tostring(m), 'nn.Bilinear(2x2 -> 1) ')
end

-- Backward on its own computes the distances again if that is asked for.
function suite.fast_backward()
  local m, x, y = nn.Euclidean(3, 2), input(2, 3), input(2, 3)
  local gradOutput = input(2, 2)
  m:forward(x)
  local expected = m:updateGradInput(x, gradOutput):clone()
  m:forward(y)
  m.fastBackward = false
  tester:assert(support.difference(m:updateGradInput(x, gradOutput), expected) < 1e-12)
end

function suite.errors()
  fails('nn.Euclidean: input has 5 features, expected 4 %(input 2x5%)',
        function() nn.Euclidean(4, 3):forward(input(2, 5)) end)
  fails('nn.Euclidean: input must have 1 to 2 dimensions',
        function() nn.Euclidean(4, 3):forward(input(2, 2, 4)) end)
  fails('nn.WeightedEuclidean: gradOutput has sizes 2x2, the output has 2x3', function()
    local m = weighted()
    m:forward(input(2, 4))
    m:backward(input(2, 4), input(2, 2))
  end)
  fails('nn.Cosine: input has 3 features, expected 4', function()
    nn.Cosine(4, 3):forward(input(3))
  end)
  local pair = nn.Bilinear(2, 3, 4)
  fails('nn.Bilinear: a pair expected, got 1', function() pair:forward({input(1, 2)}) end)
  fails('nn.Bilinear: the inputs have 2 and 1 rows', function()
    pair:forward({input(2, 2), input(1, 3)})
  end)
  fails('nn.Bilinear: the inputs have 2 and 2 features, expected 2 and 3', function()
    pair:forward({input(2, 2), input(2, 2)})
  end)
  fails('nn.Bilinear: gradOutput has sizes 2x3, the output has 2x4', function()
    local x = {input(2, 2), input(2, 3)}
    pair:forward(x)
    pair:backward(x, input(2, 3))
  end)
  fails('nn.Bilinear: inputSize2 must be at least 1, got 0.5', function() nn.Bilinear(2, 0.5) end)
end

tester:add(suite):run()
