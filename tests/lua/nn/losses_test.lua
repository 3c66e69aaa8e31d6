-- SPDX-License-Identifier: BSD-3-Clause
-- The criterions other than those of criterion_test.lua: sums over pairs, rankings, class margins, and
-- criterions made of criterions.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

torch.manualSeed(1) -- what is drawn below stays away from kinks

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

local function between(...)
  return torch.Tensor(...):uniform(0.1, 0.9)
end

local function signs(...)
  return torch.Tensor(...):bernoulli(0.5):mul(2):add(-1)
end

local function labels(count, classes)
  return torch.LongTensor(count):random(classes)
end

-- {class, arguments, input, target}: gradients by finite differences, copies, files, types, strides.
local cases = {
  {'AbsCriterion', {}, input(3, 4), input(3, 4)},
  {'AbsCriterion', {false}, input(4), input(4)},
  {'SmoothL1Criterion', {}, input(3, 4):mul(3), input(3, 4)},
  {'SmoothL1Criterion', {false}, input(4), input(4)},
  {'BCECriterion', {}, between(3, 4), between(3, 4)},
  {'BCECriterion', {torch.Tensor {1, 2, 3, 0.5}}, between(3, 4), between(3, 4)},
  {'BCECriterion', {torch.Tensor {1, 2, 3, 0.5}, false}, between(4), between(4)},
  {'MultiLabelSoftMarginCriterion', {}, input(3, 4), between(3, 4)},
  {'MultiLabelSoftMarginCriterion', {torch.Tensor {1, 2, 3, 0.5}}, input(3, 4), between(3, 4)},
  {'DistKLDivCriterion', {}, input(3, 4), between(3, 4)},
  {'MarginCriterion', {0.3}, input(3, 4), signs(3, 4)},
  {'SoftMarginCriterion', {}, input(3, 4), signs(3, 4)},
  {'HingeEmbeddingCriterion', {0.5}, between(6), signs(6)},
  {'HingeEmbeddingCriterion', {2}, between(1), -1},
  {'L1Cost', {}, input(3, 4)},
  {'MarginRankingCriterion', {0.2}, {input(5), input(5)}, signs(5)},
  {'MarginRankingCriterion', {2}, {input(1), input(1)}, -1},
  {'L1HingeEmbeddingCriterion', {0.5}, {input(5), input(5)}, 1},
  {'L1HingeEmbeddingCriterion', {50}, {input(5), input(5)}, -1},
  {'DistanceRatioCriterion', {}, {between(5), between(5)}},
  {'DistanceRatioCriterion', {false}, {between(5), between(5)}},
  {'MultiMarginCriterion', {}, input(3, 4), labels(3, 4)},
  {'MultiMarginCriterion', {2, torch.Tensor {1, 2, 3, 4}, 0.7}, input(3, 4), labels(3, 4)},
  {'MultiMarginCriterion', {}, input(4), 2},
  {'MultiLabelMarginCriterion', {}, input(4), torch.Tensor {2, 4, 0, 0}},
  {'MultiLabelMarginCriterion', {}, input(2, 3), torch.Tensor {{1, 0, 0}, {3, 2, 0}}},
  {'SpatialClassNLLCriterion', {}, input(2, 3, 4, 5), torch.Tensor(2, 4, 5):random(3)},
  {'SpatialClassNLLCriterion', {torch.Tensor {1, 2, 3}, false}, input(3, 4, 5),
   torch.Tensor(4, 5):random(3)},
  {'WeightedMSECriterion', {between(4)}, input(3, 4), input(3, 4)},
  {'SpatialAutoCropMSECriterion', {}, input(2, 3, 4), input(2, 5, 7)},
  {'ClassSimplexCriterion', {4}, input(3, 4), labels(3, 4)},
  {'ClassSimplexCriterion', {4}, input(4), 3},
}

for i, case in ipairs(cases) do
  local name, arguments, x, target = unpack(case)
  suite[('check %d %s'):format(i, name)] = function()
    support.check_criterion(tester, name, nn[name](unpack(arguments)), x, target)
  end
end

local function loss(criterion, x, target)
  return criterion:forward(x, target)
end

function suite.known_values()
  local function near(value, expected)
    tester:assert(math.abs(value - expected) < 1e-11, value .. ' is not ' .. expected)
  end
  near(loss(nn.AbsCriterion(), torch.Tensor {1, -2}, torch.Tensor {3, 1}), 2.5)
  near(loss(nn.SmoothL1Criterion(), torch.Tensor {0, 0}, torch.Tensor {0.5, 3}), (0.125 + 2.5) / 2)
  near(loss(nn.MarginCriterion(), torch.Tensor {2, 0.5}, torch.Tensor {1, -1}), 0.75)
  near(loss(nn.SoftMarginCriterion(), torch.Tensor {-1000}, torch.Tensor {1}), 1000)
  near(loss(nn.HingeEmbeddingCriterion(1), torch.Tensor {0.5, 0.25}, torch.Tensor {1, -1}), 0.625)
  near(loss(nn.DistKLDivCriterion(), torch.Tensor {0, -1}, torch.Tensor {0, 1}), 0.5)
  near(loss(nn.BCECriterion(), torch.Tensor {0.5}, torch.Tensor {1}), math.log(2))
  near(loss(nn.MultiLabelSoftMarginCriterion(), torch.Tensor {0}, torch.Tensor {1}), math.log(2))
  near(loss(nn.MultiMarginCriterion(), torch.Tensor {0.5, 0.25, 0}, 1), (0.75 + 0.5) / 3)
  near(loss(nn.MultiLabelMarginCriterion(), torch.Tensor {0.5, 0.25}, torch.Tensor {1, 0}), 0.75 / 2)
  near(loss(nn.L1Cost(), torch.Tensor {1, -2, 3}), 6)
  near(loss(nn.DistanceRatioCriterion(), {torch.Tensor {1}, torch.Tensor {1}}), math.log(2))
end

function suite.targets_of_other_types()
  local x = input(4)
  for _, case in ipairs {{nn.HingeEmbeddingCriterion(0.5), torch.Tensor {1, -1, -1, 1}},
                         {nn.WeightedMSECriterion(torch.rand(4)), torch.Tensor {3, 0, 1, 2}}} do
    local criterion, target = unpack(case)
    local expected = {criterion:forward(x, target), criterion:backward(x, target):clone()}
    for _, name in ipairs {'torch.LongTensor', 'torch.CharTensor', 'torch.FloatTensor'} do
      local y = target:type(name)
      tester:assert(math.abs(criterion:forward(x, y) - expected[1]) < 1e-12, name)
      tester:assert(support.difference(criterion:backward(x, y), expected[2]) < 1e-12, name)
    end
  end
end

-- The vertices have length 1 and equal scalar products.
function suite.simplex()
  local criterion = nn.ClassSimplexCriterion(5)
  local products = torch.mm(criterion.simplex, criterion.simplex:t())
  local expected = torch.eye(5):mul(1.25):add(-0.25)
  tester:assert(support.difference(products, expected) < 1e-12)
  tester:eq(criterion:getTopPrediction(criterion.simplex):totable(), {1, 2, 3, 4, 5})
  tester:eq(criterion:getTopPrediction(criterion.simplex[3]):totable(), {3})
end

function suite.containers()
  local x, y = input(3, 4), input(3, 4)
  local mse, abs = nn.MSECriterion(), nn.AbsCriterion()
  local multi = nn.MultiCriterion():add(mse, 0.5):add(abs)
  tester:assert(math.abs(multi:forward(x, y) - 0.5 * mse:forward(x, y) - abs:forward(x, y)) < 1e-12)
  support.check_criterion(tester, 'MultiCriterion', multi, x, y)

  local parallel = nn.ParallelCriterion():add(nn.MSECriterion(), 0.5):add(nn.AbsCriterion())
  support.check_criterion(tester, 'ParallelCriterion', parallel, {x, input(2)}, {y, input(2)})
  local shared = nn.ParallelCriterion(true):add(nn.MSECriterion()):add(nn.AbsCriterion(), 2)
  support.check_criterion(tester, 'ParallelCriterion, one target', shared, {x, input(3, 4)}, y)

  local through = nn.ModuleCriterion(nn.MSECriterion(), nn.Tanh(), nn.MulConstant(2))
  support.check_criterion(tester, 'ModuleCriterion', through, x, y)
  tester:assert(math.abs(through:forward(x, y) - mse:forward(torch.tanh(x), y * 2)) < 1e-12)

  local module = nn.CriterionTable(nn.MSECriterion())
  tester:eq(module:forward({x, y}), mse:forward(x, y))
  tester:assert(support.difference(module:backward({x, y})[1], mse:backward(x, y)) == 0)
end

-- A user's own criterion works inside them.
function suite.own_criterion()
  local Own = torch.class('OwnCriterionOfTest', 'nn.Criterion')
  function Own:updateOutput(x) return x:sum() end
  function Own:updateGradInput(x) return self.gradInput:resizeAs(x):fill(1) end
  local x = input(3)
  local multi = nn.MultiCriterion():add(Own(), 3):add(nn.L1Cost(), 0)
  tester:eq(multi:forward(x), 3 * x:sum())
  tester:eq(multi:backward(x):totable(), {3, 3, 3})
end

function suite.errors()
  fails('nn.AbsCriterion: input has sizes 3, the target has 4',
        function() nn.AbsCriterion():forward(input(3), input(4)) end)
  fails('nn.BCECriterion: probabilities must be between 0 and 1, got 1.5',
        function() nn.BCECriterion():forward(torch.Tensor {1.5}, torch.Tensor {0}) end)
  fails('nn.BCECriterion: there are 2 weights for 3 classes %(input 4x3%)',
        function() nn.BCECriterion(torch.Tensor(2)):forward(between(4, 3), between(4, 3)) end)
  fails('nn.MultiMarginCriterion: label 5 of sample 2 is not in 1 to 4', function()
    nn.MultiMarginCriterion():forward(input(2, 4), torch.Tensor {1, 5})
  end)
  fails('nn.MultiMarginCriterion: p must be 1 or 2, got 3', function() nn.MultiMarginCriterion(3) end)
  fails('nn.ClassSimplexCriterion: label 9 of sample 1 is not in 1 to 4',
        function() nn.ClassSimplexCriterion(4):forward(input(4), 9) end)
  fails('nn.SpatialAutoCropMSECriterion: input 1x4x4 is larger than the target 1x3x5', function()
    nn.SpatialAutoCropMSECriterion():forward(input(1, 4, 4), input(1, 3, 5))
  end)
  fails('nn.MultiCriterion.add: argument 1 must be a criterion, got number', function()
    nn.MultiCriterion():add(3)
  end)
end

-- What fields of a file may hold in place of what the class puts there.
function suite.fields()
  local x, y = torch.randn(4, 3), torch.Tensor {1, 2, 3, 1}
  for _, name in ipairs {'MultiMarginCriterion', 'MultiLabelMarginCriterion', 'ClassNLLCriterion',
                         'MSECriterion', 'CosineEmbeddingCriterion', 'MarginRankingCriterion'} do
    local criterion = nn[name]():float()
    for _, pair in ipairs {{x, y}, {x, torch.ones(4, 3)}, {{x, x}, y}} do
      tester:assert(not pcall(criterion.backward, criterion, pair[1], pair[2]), name)
    end
  end
  fails('nn.MultiMarginCriterion: types Float and Double do not match',
        function() nn.MultiMarginCriterion():float():backward(x, y) end)
  local multi = nn.MultiCriterion():add(nn.L1Cost()):add(nn.L1Cost())
  multi.weights = torch.DoubleStorage(1)
  fails('nn.MultiCriterion: the weights must be a DoubleStorage of at least 2, got a DoubleStorage of 1',
        function() multi:forward(x) end)
  multi.weights = torch.ByteStorage(2)
  fails('got a ByteStorage of 2', function() multi:forward(x) end)
  local margin = nn.MultiMarginCriterion()
  local gradient = margin:backward(x, y):clone()
  margin.gradInput = torch.Tensor(3, 4):t()
  tester:eq(margin:backward(x, y):totable(), gradient:totable())
  margin.gradInput = torch.Tensor(1):expand(4, 3)
  fails('is an expanded tensor', function() margin:backward(x, y) end)
end

tester:add(suite)
tester:run()
