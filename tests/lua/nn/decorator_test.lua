-- SPDX-License-Identifier: BSD-3-Clause
-- Containers of one module and those that split their input: nn.Decorator and the classes on it, nn.Bottle,
-- nn.MapTable, nn.Parallel, nn.DepthConcat, nn.WeightNorm; and nn.StochasticGradient.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

torch.manualSeed(1)

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

local function check(name, make, x)
  suite['check ' .. name] = function() support.check_layer(tester, name, make, x) end
end

check('Decorator', function() return nn.Decorator(nn.Linear(4, 2)) end, input(3, 4))
check('Bottle', function() return nn.Bottle(nn.Linear(4, 2)) end, input(2, 3, 4))
check('Bottle of a batch', function() return nn.Bottle(nn.Linear(4, 2)) end, input(3, 4))
check('Bottle to fewer dimensions', function()
  return nn.Bottle(nn.Sequential():add(nn.Linear(4, 1)):add(nn.View(-1)), 2, 1)
end, input(2, 3, 4))
check('MapTable', function() return nn.MapTable(nn.Linear(4, 2)) end, {input(3, 4), input(2, 4)})
check('MapTable, not shared', function() return nn.MapTable(nn.Linear(4, 2), false) end, {input(3, 4)})
check('Parallel', function()
  return nn.Parallel(1, 1):add(nn.Linear(4, 2)):add(nn.Linear(4, 3))
end, input(2, 4))
check('DepthConcat', function()
  return nn.DepthConcat(1):add(nn.SpatialConvolution(2, 3, 1, 1)):add(nn.SpatialConvolution(2, 2, 3, 3))
end, input(2, 5, 6))
check('WeightNorm', function() return nn.WeightNorm(nn.Linear(4, 3)) end, input(2, 4))
check('WeightNorm of a convolution', function()
  return nn.WeightNorm(nn.SpatialConvolution(2, 3, 2, 2), 2)
end, input(2, 3, 4))
check('NaN', function() return nn.NaN(nn.Linear(4, 2), 7) end, input(3, 4))
check('Profile', function() return nn.Profile(nn.Linear(4, 2), 1e9) end, input(3, 4))

function suite.depth_concat()
  local m = nn.DepthConcat(1):add(nn.Identity()):add(nn.SpatialMaxPooling(3, 3, 1, 1))
  local x = input(1, 3, 4)
  local y = m:forward(x)
  tester:eq(y:size():totable(), {2, 3, 4})
  tester:eq(y[1]:totable(), x[1]:totable())
  tester:eq(y[{2, 1}]:totable(), {0, 0, 0, 0})
  tester:eq(y[{2, 2, {2, 3}}]:totable(), {x[{1, {}, {1, 3}}]:max(), x[{1, {}, {2, 4}}]:max()})
end

-- One step on the parameters without gradients being kept is the same as with.
function suite.update_in_place()
  for _, make in ipairs {
    function() return nn.Bottle(nn.Linear(4, 2)) end,
    function() return nn.Decorator(nn.Linear(4, 2)) end,
    function() return nn.WeightNorm(nn.Linear(4, 2)) end,
  } do
    torch.manualSeed(4)
    local one, x = make(), input(3, 4)
    local two = one:clone()
    local g = input(3, 2)
    one:zeroGradParameters()
    one:forward(x)
    one:backward(x, g)
    one:updateParameters(0.1)
    two:forward(x)
    two:backwardUpdate(x, g, 0.1)
    tester:assert(support.difference((two:parameters()), (one:parameters())) < 1e-12, torch.type(one))
  end
end

function suite.map_table()
  local m = nn.MapTable():add(nn.Linear(2, 2))
  m:forward({input(2), input(2), input(2)})
  tester:eq(m:size(), 3)
  m:get(1).weight:fill(2)
  tester:eq(m:get(3).weight[1][1], 2)
  m:resize(2)
  tester:eq(m:size(), 2)
  fails('nn.MapTable.add: it has a module already', function() m:add(nn.Linear(2, 2)) end)
  fails('nn.MapTable%[2%].nn.Linear: size mismatch: input has 3 features, expected 2', function()
    m:forward({input(2), input(3)})
  end)
end

function suite.dont_cast()
  local inner = nn.Linear(3, 2):float()
  local m = nn.Sequential():add(nn.DontCast(inner, true)):double()
  tester:eq(inner:type(), 'torch.FloatTensor')
  local y = m:forward(input(4, 3))
  tester:eq(torch.typename(y), 'torch.DoubleTensor')
  tester:eq(torch.typename(m:backward(input(4, 3), y)), 'torch.DoubleTensor')
  local plain = nn.DontCast(nn.Identity())
  local x = torch.FloatTensor(2)
  tester:assert(rawequal(plain:double():forward(x), x))
end

function suite.nan()
  local m = nn.NaN(nn.Linear(2, 2), 7)
  tester:eq(m:forward(input(2)):nElement(), 2)
  fails('nn.NaN: NaN found in input of module :\nnn.NaN%(7%) @ nn.Linear', function()
    m:forward(torch.Tensor {0 / 0, 1})
  end)
  fails('NaN found in gradOutput', function() m:backward(input(2), torch.Tensor {0 / 0, 1}) end)
  m.modules[1].bias[1] = 0 / 0
  fails('NaN found in parameters', function() m:forward(input(2)) end)
end

function suite.paths()
  fails('nn.Sequential%[1%].nn.Parallel%[2%].nn.Linear: size mismatch: input has 3 features, expected 4',
        function()
    nn.Sequential():add(nn.Parallel(1, 1):add(nn.Linear(3, 1)):add(nn.Linear(4, 1))):forward(input(2, 3))
  end)
  fails('nn.Bottle%[1%].nn.Linear: size mismatch: input has 5 features, expected 4', function()
    nn.Bottle(nn.Linear(4, 1)):forward(input(2, 3, 5))
  end)
  fails('nn.Parallel: there are 1 children for dimension 1 of input 2x3', function()
    nn.Parallel(1, 1):add(nn.Linear(3, 1)):forward(input(2, 3))
  end)
  fails('nn.WeightNorm: nn.Tanh has no weight', function() nn.WeightNorm(nn.Tanh()) end)
end

-- A line is learned.
function suite.stochastic_gradient()
  local net = nn.Linear(1, 1)
  local dataset = {}
  for i = 1, 20 do
    local x = i / 20
    dataset[i] = {torch.Tensor {x}, torch.Tensor {3 * x - 1}}
  end
  function dataset:size() return 20 end -- luacheck: ignore
  local trainer = nn.StochasticGradient(net, nn.MSECriterion())
  trainer.learningRate, trainer.maxIteration, trainer.verbose = 0.1, 60, false
  local losses, print_before = {}, print
  function trainer.hookIteration(_, _, loss) table.insert(losses, loss) end
  _G.print = function() end -- luacheck: ignore
  local ok, err = pcall(trainer.train, trainer, dataset)
  _G.print = print_before -- luacheck: ignore
  tester:assert(ok, err)
  tester:eq(#losses, 60)
  tester:assert(losses[60] < 1e-3 * losses[1])
  tester:assert(math.abs(net.weight[1][1] - 3) < 0.1 and math.abs(net.bias[1] + 1) < 0.1)
end

-- Buffers of whole numbers are no part of casts: a float model in a file is one for Torch7 too.
function suite.casts_drop_buffers_of_other_types()
  for _, case in ipairs {{nn.Max(1), '_indices'}, {nn.Min(1), '_indices'},
                         {nn.Kmeans(2, 2), '_minIndx'}} do
    local m, field = unpack(case)
    m:forward(input(3, 2))
    tester:eq(torch.type(m[field]), 'torch.LongTensor')
    tester:eq(m:float()[field], nil)
    m:forward(input(3, 2):float())
    tester:eq(torch.type(m[field]), 'torch.LongTensor')
  end
end

function suite.timers_in_files()
  local m = nn.Profile(nn.Linear(2, 2), 5, 'two')
  local copy = torch.deserialize(torch.serialize(m))
  tester:eq(torch.type(copy.timer), 'torch.Timer')
  tester:eq({copy.name, copy.print_interval}, {'two', 5})
  copy:forward(input(3, 2))
  tester:eq(copy.numFwds, 1)
end

function suite.one_to_many_is_cleared()
  local m = nn.ZipTableOneToMany()
  local x = {input(3), {input(2), input(2)}}
  m:backward(x, m:forward(x))
  local gradient = m.gradInput[1]
  m:clearState()
  tester:eq({m.gradInputEl:nElement(), gradient:nElement()}, {0, 3})
end

tester:add(suite)
tester:run()
