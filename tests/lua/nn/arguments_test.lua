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
  {'nn.Bottle: nInputDim must be a number, got true', 'Bottle', nn.Tanh(), true},
  {'nn.Clamp: max_value must be a number, got \'x\'', 'Clamp', 1, 'x'},
  {'nn.ClassNLLCriterion: weights must be a vector, got 3', 'ClassNLLCriterion', 3},
  {'nn.Convert: inputShape must be a string, got 3', 'Convert', 3},
  {'nn.Copy: there is no tensor type torch.NoTensor', 'Copy', 'torch.NoTensor'},
  {'nn.CriterionTable: criterion must be a criterion, got nil', 'CriterionTable'},
  {'nn.DontCast: module must be a module, got nil', 'DontCast', nil, true},
  {'nn.Dropout: p must be a number, got a table', 'Dropout', {}},
  {'nn.HardTanh: min_value must be a number, got a table', 'HardTanh', {}},
  {'nn.IndexLinear: outputSize must be a number, got nil', 'IndexLinear', 3},
  {'nn.Kmeans: k must be a number, got nil', 'Kmeans'},
  {'nn.LayerNormalization: nOutput must be a number, got nil', 'LayerNormalization'},
  {'nn.Maxout: maxoutNumber must be a number, got nil', 'Maxout', 3, 4},
  {'nn.RReLU: upper must be a number, got true', 'RReLU', 0.1, true},
  {'nn.Replicate: nFeatures must be a number, got nil', 'Replicate'},
  {'nn.SpatialLPPooling: kH must be a number, got nil', 'SpatialLPPooling', 3, 2, 2},
  {'nn.SpatialSubtractiveNormalization: kernel must be a tensor, got 5',
   'SpatialSubtractiveNormalization', 3, 5},
  {'nn.StochasticGradient: criterion must be a criterion, got nil', 'StochasticGradient', nn.Tanh()},
  {'nn.WeightNorm: module must be a module, got 3', 'WeightNorm', 3},
  {'nn.WeightedMSECriterion: weights must be a tensor, got nil', 'WeightedMSECriterion'},
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

-- Whatever is wrong: a constructor either takes its arguments or names its class, whose name stands
-- in front of what it says.
function suite.every_constructor_names_itself()
  local lists = {
    {}, {'a'}, {'a', 'a'}, {3, 'a'}, {torch.Tensor(2, 3)}, {-1}, {0 / 0, 3}, {{}}, {3, {}}, {nn.ReLU},
    {3, 3, 'a'}, {3, 3, 3, 'a'}, {2, 3, 4, 5, 'a'}, {3}, {3, 3}, {3, 3, 3}, {print},
    {nil, 3}, {3, nil, 3}, {math.huge},
  }
  local refused = 0
  pairs(nn) -- loads all of it
  for name, class in next, nn do
    if getmetatable(class) and getmetatable(class).__typename then
      for i, list in ipairs(lists) do
        local ok, message = pcall(class, unpack(list, 1, table.maxn(list)))
        if not ok then
          refused = refused + 1
          tester:assert(message:find(here .. 'nn%.' .. name .. '[:.%[]') ~= nil,
                        name .. ' ' .. i .. ': ' .. message)
        end
      end
    end
  end
  tester:assert(refused > 1500, 'refused: ' .. refused)
end

local function constructor(call)
  local name, list = call:match('^nn%.(%w+)%((.*)%)$')
  local numbers = {}
  for number in list:gmatch('%d+') do table.insert(numbers, tonumber(number)) end
  nn[name](unpack(numbers))
end

-- Too few arguments: the first that is missing is named as the documentation has it.
function suite.missing_arguments_are_named()
  for call, missing in pairs {
    ['nn.Linear()'] = 'inputSize', ['nn.Linear(10)'] = 'outputSize', ['nn.LookupTable(3)'] = 'nOutput',
    ['nn.SpatialConvolution(3, 16)'] = 'kW', ['nn.TemporalConvolution(3, 4)'] = 'kW',
    ['nn.Add()'] = 'inputSize', ['nn.View()'] = 'size', ['nn.CMul()'] = 'size',
    ['nn.Reshape()'] = 'size', ['nn.Narrow(1)'] = 'offset',
    ['nn.Select(1)'] = 'index', ['nn.JoinTable()'] = 'dimension', ['nn.Concat()'] = 'dimension',
    ['nn.SpatialMaxPooling(2)'] = 'kH', ['nn.VolumetricMaxPooling(2, 2)'] = 'kH',
    ['nn.Padding(1)'] = 'pad', ['nn.SpatialZeroPadding()'] = 'left',
    ['nn.SpatialBatchNormalization()'] = 'nOutput', ['nn.Bottle()'] = 'module',
  } do
    local name = call:match('^[%w.]+')
    fails(here .. name .. ': ' .. missing .. ' must be ', function() constructor(call) end)
  end
end

-- As in Torch7.
function suite.what_constructors_take()
  tester:eq(nn.Linear('3', '2').weight:size():totable(), {2, 3})
  tester:eq(nn.SpatialConvolution(1, 1, 3, 3, nil, nil, 1).padH, 1)
  tester:eq(nn.SpatialBatchNormalization(3, false, false, false).eps, 1e-5)
  tester:eq(nn.Linear(2.5, 1).weight:size():totable(), {1, 2})
  tester:eq(nn.Add(nil, true).bias:nElement(), 1)
  tester:eq(nn.LeakyReLU(true).inplace, true)
  tester:eq(nn.ReLU(nil, 'more', 5).inplace, false)
  -- classes of the program's own have arguments of their own, with our __init or theirs
  local Mine, parent = torch.class('arguments_test.Mine', 'nn.Linear', {})
  function Mine:__init(name) parent.__init(self, 2, 3) self.name = name end
  tester:eq(torch.getconstructortable('arguments_test.Mine')('x').name, 'x')
  torch.class('arguments_test.Plain', 'nn.Linear', {})
  fails(here .. 'arguments_test.Plain: outputSize must be a number, got nil',
        function() torch.getconstructortable('arguments_test.Plain')(3) end)
  local old = nn.Euclidean.__init
  nn.Euclidean.__init = function(self) -- luacheck: ignore 122
    old(self, 2, 3)
  end
  tester:eq(nn.Euclidean().weight:size():totable(), {2, 3})
  nn.Euclidean.__init = old -- luacheck: ignore 122
end

tester:add(suite):run()
