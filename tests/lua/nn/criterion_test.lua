-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ClassNLLCriterion, nn.CrossEntropyCriterion, nn.MSECriterion.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = support.fails(tester)

local function log_probabilities(...)
  return nn.LogSoftMax():forward(torch.Tensor(...):uniform(-1, 1))
end

local function check(name, criterion, input, target)
  support.check_criterion(tester, name, criterion, input, target)
end

local weights = {0.5, 1, 2, 0.25}

function suite.class_nll()
  local labels = torch.LongTensor {1, 4, 2}
  for _, average in ipairs {true, false} do
    for _, w in ipairs {false, torch.Tensor(weights)} do
      local function make() return nn.ClassNLLCriterion(w or nil, average) end
      check('batch', make(), log_probabilities(3, 4), labels)
      check('double labels', make(), log_probabilities(3, 4), labels:double())
      check('sample', make(), log_probabilities(4), 3)
      check('sample, label in a tensor', make(), log_probabilities(4), torch.Tensor {2})
      check('sample, the first of two labels', make(), log_probabilities(4), torch.IntTensor {2, 3})
    end
  end
end

function suite.class_nll_values()
  local x = torch.Tensor {{-1, -2, -3}, {-4, -5, -6}}
  local c = nn.ClassNLLCriterion()
  tester:eq({c:forward(x, torch.LongTensor {1, 3})}, {3.5, 2})
  tester:eq(c:backward(x, torch.LongTensor {1, 3}):totable(), {{-0.5, 0, 0}, {0, 0, -0.5}})
  tester:eq({c:forward(x[2], torch.LongTensor {3, 1})}, {6, 1})
  c.sizeAverage = false
  tester:eq(c:forward(x, torch.LongTensor {1, 3}), 7)
  c = nn.ClassNLLCriterion(torch.Tensor {1, 2, 3})
  tester:eq({c:forward(x, torch.LongTensor {1, 3})}, {(1 + 18) / 4, 4})
  tester:eq(c:__len():totable(), {3})
end

function suite.ignored_labels()
  local x = torch.Tensor {{-1, -2, -3}, {-4, -5, -6}}
  local c = nn.ClassNLLCriterion(nil, true, 0)
  tester:eq({c:forward(x, torch.LongTensor {0, 3})}, {6, 1})
  tester:eq(c:backward(x, torch.LongTensor {0, 3}):totable(), {{0, 0, 0}, {0, 0, -1}})
  tester:eq({c:forward(x, torch.LongTensor {0, 0})}, {0, 0})
  tester:eq(c:backward(x, torch.LongTensor {0, 0}):totable(), {{0, 0, 0}, {0, 0, 0}})
  tester:eq(nn.ClassNLLCriterion():forward(x, torch.LongTensor {-100, 1}), 4)
end

function suite.cross_entropy()
  local labels = torch.LongTensor {1, 4, 2}
  check('batch', nn.CrossEntropyCriterion(), torch.Tensor(3, 4):uniform(-1, 1), labels)
  check('weights', nn.CrossEntropyCriterion(torch.Tensor(weights), false),
        torch.Tensor(3, 4):uniform(-1, 1), labels)
  check('sample', nn.CrossEntropyCriterion(), torch.Tensor(4):uniform(-1, 1), 2)
  check('batch of one', nn.CrossEntropyCriterion(), torch.Tensor(1, 4):uniform(-1, 1),
        torch.LongTensor {2})
  check('planes of size 1', nn.CrossEntropyCriterion(), torch.Tensor(3, 4, 1, 1):uniform(-1, 1),
        labels:view(3, 1))
  local c, x = nn.CrossEntropyCriterion(), torch.Tensor(3, 4, 1, 1):uniform(-1, 1)
  local mean = c:forward(x, labels)
  tester:eq(c:backward(x, labels):size():totable(), {3, 4, 1, 1})
  c.sizeAverage = false
  tester:assert(math.abs(c:forward(x, labels) - 3 * mean) < 1e-12)
  c.nll.sizeAverage = true
  tester:assert(math.abs(c:forward(x, labels) - mean) < 1e-12)
end

function suite.mse()
  for _, average in ipairs {true, false} do
    check('vector', nn.MSECriterion(average), torch.Tensor(5):uniform(-1, 1), torch.Tensor(5):zero())
    check('matrix', nn.MSECriterion(average), torch.Tensor(3, 40):uniform(-1, 1),
          torch.Tensor(3, 40):uniform(-1, 1))
  end
  local c = nn.MSECriterion()
  tester:eq(c:forward(torch.Tensor {1, 2}, torch.Tensor {3, 5}), 6.5)
  tester:eq(c:backward(torch.Tensor {1, 2}, torch.Tensor {3, 5}):totable(), {-2, -3})
  local long = torch.FloatTensor(100000):fill(0.1)
  tester:assert(math.abs(nn.MSECriterion(false):float():forward(long, long * 0) - 1000) < 1e-3)
end

function suite.errors()
  local c, x = nn.ClassNLLCriterion(), log_probabilities(2, 10)
  fails('nn.ClassNLLCriterion: label 11 of sample 2 is not in 1 to 10',
        function() c:forward(x, torch.LongTensor {10, 11}) end)
  fails('nn.ClassNLLCriterion: label 0 of sample 1 is not in 1 to 10',
        function() c:backward(x, torch.LongTensor {0, 1}) end)
  fails('nn.ClassNLLCriterion: label 12 of sample 1 is not in 1 to 4',
        function() c:forward(log_probabilities(4), 12) end)
  fails('nn.ClassNLLCriterion: target has sizes 3, expected 2 labels %(input 2x10%)',
        function() c:forward(x, torch.LongTensor {1, 2, 3}) end)
  fails('nn.ClassNLLCriterion: input must have 1 to 2 dimensions, got DoubleTensor 1x2x3',
        function() c:forward(torch.Tensor(1, 2, 3), 1) end)
  fails('nn.ClassNLLCriterion: there are 4 class weights for 10 classes %(input 2x10%)', function()
    nn.ClassNLLCriterion(torch.Tensor(weights)):forward(x, torch.LongTensor {1, 2})
  end)
  fails('nn.ClassNLLCriterion: weights must be a vector, got a torch.DoubleTensor of size 2x2',
        function() nn.ClassNLLCriterion(torch.Tensor(2, 2)) end)
  fails('nn.ClassNLLCriterion: label 5 of sample 1 is not in 1 to 4',
        function() nn.CrossEntropyCriterion():forward(torch.Tensor(4):zero(), 5) end)
  fails('nn.MSECriterion: input has sizes 2x3, the target has 5',
        function() nn.MSECriterion():forward(torch.Tensor(2, 3), torch.Tensor(5)) end)
  fails('nn.MSECriterion: types Float and Double do not match',
        function() nn.MSECriterion():forward(torch.Tensor(2), torch.FloatTensor(2)) end)
  fails('nn.MSECriterion.type: there is no tensor type nil',
        function() nn.MSECriterion():type() end)
end

tester:add(suite):run()
