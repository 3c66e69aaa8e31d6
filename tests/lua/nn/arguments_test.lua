-- SPDX-License-Identifier: BSD-3-Clause
-- Wrong arguments of constructors and methods: the error names the class and what is wrong, and blames
-- the line of the program.

local torch = require 'torch'
require 'nn'

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
local support = dofile(folder .. '/support.lua')

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = support.fails(tester)
local here = '^' .. debug.getinfo(1, 'S').short_src:gsub('%p', '%%%0') .. ':%d+: '

local constructors = {
  {'nn.Bottle: nInputDim must be a number, got boolean', 'Bottle', nn.Tanh(), true},
  {'nn.Clamp: the upper bound must be a number, got string', 'Clamp', 1, 'x'},
  {'nn.ClassNLLCriterion: the weights must be a tensor, got number', 'ClassNLLCriterion', 3},
  {'nn.Convert: the layout of the input must be a string, got number', 'Convert', 3},
  {'nn.Copy: there is no tensor type torch.NoTensor', 'Copy', 'torch.NoTensor'},
  {'nn.CriterionTable: argument 1 must be a criterion, got nil', 'CriterionTable'},
  {'nn.DontCast: argument 1 must be a module, got nil', 'DontCast', nil, true},
  {'nn.Dropout: p must be a number, got table', 'Dropout', {}},
  {'nn.HardTanh: the lower bound must be a number, got table', 'HardTanh', {}},
  {'nn.IndexLinear: the output size must be a number, got nil', 'IndexLinear', 3},
  {'nn.Kmeans: k must be a number, got nil', 'Kmeans'},
  {'nn.LayerNormalization: the number of features must be a number, got nil', 'LayerNormalization'},
  {'nn.Maxout: the number of candidates must be a number, got nil', 'Maxout', 3, 4},
  {'nn.RReLU: upper must be a number, got boolean', 'RReLU', 0.1, true},
  {'nn.Replicate: the number of copies must be a number, got nil', 'Replicate'},
  {'nn.SpatialLPPooling: kH must be a number, got nil', 'SpatialLPPooling', 3, 2, 2},
  {'nn.SpatialSubtractiveNormalization: the kernel must be a tensor, got number',
   'SpatialSubtractiveNormalization', 3, 5},
  {'nn.StochasticGradient: argument 2 must be a table, got nil', 'StochasticGradient', nn.Tanh()},
  {'nn.WeightNorm: argument 1 must be a module, got number', 'WeightNorm', 3},
  {'nn.WeightedMSECriterion: the weights must be a tensor, got nil', 'WeightedMSECriterion'},
}

function suite.constructors()
  for _, case in ipairs(constructors) do
    fails(here .. case[1], function() nn[case[2]](unpack(case, 3, table.maxn(case))) end)
  end
end

function suite.methods()
  local net = nn.Sequential():add(nn.Linear(2, 2))
  local x = torch.Tensor(2):zero()
  net:forward(x)
  for message, f in pairs {
    ['nn.Sequential%[1%].nn.Linear: the learning rate must be a number, got nil'] =
      function() net:backwardUpdate(x, x) end,
    ['nn.Linear.updateParameters: the learning rate must be a number, got nil'] =
      function() net:updateParameters() end,
    ['nn.Linear.share: argument 1 must be a table, got number'] =
      function() nn.Linear(2, 2):share(5, 'weight') end,
    ['nn.Sequential.share: argument 1 must be a table, got nil'] = function() net:share(nil, 'bias') end,
    ['nn.Sequential.share: the other module has 0 children, not 1'] =
      function() net:share(nn.Tanh(), 'bias') end,
    ['nn.Module.apply: argument 1 must be a function, got nil'] = function() net:apply() end,
    ['nn.Module.replace: argument 1 must be a function, got string'] = function() net:replace('x') end,
    ['nn.Module.reset: stdv must be a number, got table'] = function() net:reset({}) end,
    ['nn.Sequential.insert: the position must be a number, got boolean'] =
      function() net:insert(nn.Tanh(), true) end,
    ['nn.Sequential.remove: the position must be a number, got string'] =
      function() net:remove('x') end,
    ['nn.Concat: has no children'] = function() nn.Concat(1):forward(x) end,
    ['nn.tables.full: the number of outputs must be a number, got nil'] =
      function() nn.tables.full(3) end,
    ['nn.tables.random: the fan%-in must be a number, got nil'] =
      function() nn.tables.random(3, 2) end,
    ['nn.PartialLinear.setPartition: argument 1 must be a tensor, got nil'] =
      function() nn.PartialLinear(2, 2):setPartition() end,
    ['nn.LinearWeightNorm.fromLinear: the weight must be a tensor, got nil'] =
      function() nn.LinearWeightNorm.fromLinear(nn.Tanh()) end,
    ['nn.Kmeans.initRandom: the input must be a tensor, got nil'] =
      function() nn.Kmeans(2, 2):initRandom() end,
    ['nn.Jacobian: the input must be a tensor, got nil'] =
      function() nn.Jacobian.testJacobian(nn.Tanh()) end,
    ['nn.StochasticGradient.train: a dataset with the method size%(%) expected, got table'] =
      function() nn.StochasticGradient(net, nn.MSECriterion()):train({}) end,
  } do
    fails(here .. message, f)
  end
end

-- Options of a program may come as texts.
function suite.numbers_as_texts()
  tester:eq(nn.Dropout('0.25').p, 0.25)
  tester:eq(nn.HardTanh('-2', '2').max_val, 2)
end

tester:add(suite):run()
