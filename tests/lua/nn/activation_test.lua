-- SPDX-License-Identifier: BSD-3-Clause
-- Pointwise layers without parameters of core/nn/activation.h, and CReLU and GatedLinearUnit.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local input = support.off_zero

for name, make in pairs {
  ReLU = function() return nn.ReLU() end,
  Threshold = function() return nn.Threshold(0.1, -0.3) end,
  Tanh = function() return nn.Tanh() end,
  Sigmoid = function() return nn.Sigmoid() end,
  Abs = function() return nn.Abs() end,
  Clamp = function() return nn.Clamp(-1.15, 0.1) end,
  ELU = function() return nn.ELU(0.7) end,
  HardShrink = function() return nn.HardShrink(0.1) end,
  HardTanh = function() return nn.HardTanh() end,
  LeakyReLU = function() return nn.LeakyReLU(0.2) end,
  LogSigmoid = function() return nn.LogSigmoid() end,
  ReLU6 = function() return nn.ReLU6() end,
  SoftPlus = function() return nn.SoftPlus(3) end,
  SoftShrink = function() return nn.SoftShrink(0.1) end,
  SoftSign = function() return nn.SoftSign() end,
  Square = function() return nn.Square() end,
  TanhShrink = function() return nn.TanhShrink() end,
} do
  suite[name] = function()
    support.check_layer(tester, name, make, input(3, 4), {batch = true})
    support.check_layer(tester, name .. ' 1-D', make, input(5))
    support.check_layer(tester, name .. ' 4-D', make, input(2, 3, 4, 5), {batch = true})
    tester:eq(support.leaked(function()
      support.run(make(), input(3, 4))
    end), 0)
  end
end

function suite.values()
  local x = torch.Tensor {-1, 0, 1e-7, 1e-6, 2, 1e300, -math.huge}
  tester:eq(nn.ReLU():forward(x):totable(), {0, 0, 1e-7, 1e-6, 2, 1e300, 0})
  tester:eq(nn.Threshold():forward(x):totable(), {0, 0, 0, 0, 2, 1e300, 0})
  tester:eq(nn.Threshold(1, 7):forward(x):totable(), {7, 7, 7, 7, 2, 1e300, 7})
  tester:eq(nn.Tanh():forward(x):totable()[6], 1)
  tester:eq(nn.Sigmoid():forward(x):totable()[7], 0)
  local nan = nn.ReLU():forward(torch.Tensor {0 / 0, 1})
  tester:assert(nan[1] ~= nan[1] and nan[2] == 1, 'a NaN stays visible')
end

-- Each layer at a few points: its values and slopes there, in double and in float.
local nan, inf = 0 / 0, math.huge
local sigmoid3 = 1 / (1 + math.exp(-3))
for _, case in ipairs {
  {'Abs', {}, {-2, 0, 3, -inf}, {2, 0, 3, inf}, {-1, 1, 1, -1}},
  {'Clamp', {-1, 2}, {-3, -1, 0.5, 2, inf}, {-1, -1, 0.5, 2, 2}, {0, 0, 1, 0, 0}},
  {'ELU', {2}, {-inf, -1, 0, 1.5, 200}, {-2, 2 * (math.exp(-1) - 1), 0, 1.5, 200},
   {0, 2 * math.exp(-1), 2, 1, 1}},
  {'HardShrink', {}, {-2, -0.5, 0.25, 0.5, 2}, {-2, 0, 0, 0, 2}, {1, 0, 0, 0, 1}},
  {'HardTanh', {}, {-2, -1, 0.25, 7}, {-1, -1, 0.25, 1}, {0, 0, 1, 0}},
  {'LeakyReLU', {}, {-2, 0, 3}, {-0.02, 0, 3}, {0.01, 0.01, 1}},
  {'LogSigmoid', {}, {-1000, -3, 3, 1000}, {-1000, math.log(1 - sigmoid3), math.log(sigmoid3), 0},
   {1, sigmoid3, 1 - sigmoid3, 0}},
  {'ReLU6', {}, {-1, 0, 4, 6, 9}, {0, 0, 4, 6, 6}, {0, 0, 1, 0, 0}},
  {'SoftPlus', {}, {-1000, 0, 3, 15, 25}, {0, math.log(2), math.log(1 + math.exp(3)),
   math.log(1 + math.exp(15)), 25}, {0, 0.5, sigmoid3, 1 / (1 + math.exp(-15)), 1}},
  {'SoftShrink', {1}, {-3, -1, 0.5, 1, 3}, {-2, 0, 0, 0, 2}, {1, 0, 0, 0, 1}},
  {'SoftSign', {}, {-3, 0, 1}, {-0.75, 0, 0.5}, {1 / 16, 1, 0.25}},
  {'Sqrt', {}, {0, 0.25, 4}, {0, 0.5, 2}, {0, 1, 0.25}},
  {'Square', {}, {-3, 0, 2}, {9, 0, 4}, {-6, 0, 4}},
  {'TanhShrink', {}, {0, 1, 50}, {0, 1 - (1 - math.exp(-2)) / (1 + math.exp(-2)), 49},
   {0, ((1 - math.exp(-2)) / (1 + math.exp(-2))) ^ 2, 1}},
} do
  local name, arguments, x, y, slopes = unpack(case)
  suite['values of ' .. name] = function()
    for typename, tolerance in pairs {['torch.DoubleTensor'] = 1e-14, ['torch.FloatTensor'] = 1e-6} do
      local Tensor = torch.getmetatable(typename)
      local m = nn[name](unpack(arguments)):type(typename)
      local points = Tensor.new(x)
      local output = m:forward(points):totable()
      local gradInput = m:backward(points, Tensor.new(#x):fill(1)):totable()
      for i = 1, #x do
        local where = ('%s(%g) %s'):format(name, x[i], typename)
        local scale = math.max(1, math.abs(y[i]))
        tester:assert(output[i] == y[i] or math.abs(output[i] - y[i]) <= tolerance * scale, where)
        tester:assert(math.abs(gradInput[i] - slopes[i]) <= 2 * tolerance, where .. ': slope')
      end
      tester:assert(m:forward(Tensor.new {1, nan, 2})[2] ~= 0, name .. ': a NaN is not 0')
      local lost = m:forward(Tensor.new(40):fill(nan)):totable()
      for i = 1, 40 do
        tester:assert(lost[i] ~= lost[i], name .. ' of NaN ' .. typename)
      end
    end
  end
end

-- The elements' places do not matter: whole vectors and what is left over, strided ones.
function suite.places()
  for _, name in ipairs {'ELU', 'SoftPlus', 'LogSigmoid'} do
    local x = torch.FloatTensor(67):uniform(-5, 5)
    local m = nn[name]():float()
    local whole = m:forward(x):clone()
    local gradient = m:backward(x, torch.FloatTensor(67):fill(1)):clone()
    for i = 1, 67 do
      local one = x:narrow(1, i, 1)
      tester:eq(m:forward(one)[1], whole[i])
      tester:eq(m:backward(one, torch.FloatTensor {1})[1], gradient[i])
    end
  end
end

function suite.halves()
  local x = torch.HalfTensor {-1.5, 0.25, 3}
  local m = nn.ReLU():type('torch.HalfTensor')
  tester:eq(m:forward(x):double():totable(), {0, 0.25, 3})
  tester:eq(m:backward(x, torch.HalfTensor {1, 2, 3}):double():totable(), {0, 2, 3})
end

function suite.in_place()
  local m = nn.ReLU(true)
  local x = torch.Tensor {-1, 2, -3}
  local y = m:forward(x)
  tester:eq(x:totable(), {0, 2, 0})
  tester:eq(torch.pointer(y:storage()), torch.pointer(x:storage()))
  local g = torch.Tensor {5, 6, 7}
  tester:eq(m:backward(x, g):totable(), {0, 6, 0})
  tester:eq(g:totable(), {0, 6, 0})
  local strided = torch.Tensor {{-1, 2}, {3, -4}}:t()
  m:forward(strided)
  tester:eq(strided:totable(), {{0, 3}, {2, 0}})
end

-- The layers that can work in place give the same in place, and overwrite input and gradOutput.
for _, case in ipairs {
  {function(inplace) return nn.ELU(0.7, inplace) end}, {function(inplace) return nn.ReLU6(inplace) end},
  {function(inplace) return nn.HardTanh(-1.5, 0.3, inplace) end},
  {function(inplace) return nn.LeakyReLU(0.3, inplace) end},
} do
  local make = case[1]
  suite['in place ' .. torch.type(make())] = function()
    local apart, m = make(false), make(true)
    for _, x in ipairs {input(3, 4), support.strided(input(2, 5))} do
      local g = x:clone():uniform()
      local y, gx = apart:forward(x):clone(), apart:backward(x, g):clone()
      local held = x:storage()
      tester:eq(support.difference(m:forward(x), y), 0)
      tester:eq(support.difference(x, y), 0)
      tester:eq(torch.pointer(m.output:storage()), torch.pointer(held))
      tester:eq(support.difference(m:backward(x, g), gx), 0)
      tester:eq(support.difference(g, gx), 0)
    end
  end
end

function suite.slopes_below_zero()
  local m = nn.LeakyReLU(-0.5, true)
  tester:eq(m.inplace, false)
  local x = torch.Tensor {-2, 4}
  tester:eq(m:forward(x):totable(), {1, 4})
  tester:eq(x:totable(), {-2, 4})
  m = nn.LeakyReLU(true)
  tester:eq({m.inplace, m.negval}, {true, 0.01})
end

function suite.GatedLinearUnit()
  local function make(dim) return function() return nn.GatedLinearUnit(dim) end end
  support.check_layer(tester, 'GatedLinearUnit', make(), input(3, 4), {batch = true})
  support.check_layer(tester, 'GatedLinearUnit 1-D', make(), input(6))
  support.check_layer(tester, 'GatedLinearUnit along 2', make(2), input(2, 4, 3))
  tester:eq(nn.GatedLinearUnit():forward(torch.Tensor {6, 8, 0, 1000}):totable(), {3, 8})
end

function suite.CReLU()
  local function make() return nn.CReLU(2) end
  support.check_layer(tester, 'CReLU', make, input(3, 4, 2), {batch = true})
  support.check_layer(tester, 'CReLU of a sample', make, input(4, 5))
  support.check_layer(tester, 'CReLU of vectors', function() return nn.CReLU(1) end, input(3, 4),
                      {batch = true})
  local m = nn.CReLU(1)
  tester:eq(m:forward(torch.Tensor {-2, 3}):totable(), {0, 3, 2, 0})
  tester:eq(m:backward(torch.Tensor {-2, 3}, torch.Tensor {1, 2, 3, 4}):totable(), {-3, 2})
  m:accUpdateGradParameters(torch.Tensor {-2, 3}, torch.Tensor {1, 2, 3, 4}, 1)
  tester:eq(tostring(nn.Sequential():add(m)):match('CReLU%(%)'), 'CReLU()')
  tester:assertErrorPattern(function() m:backward(torch.Tensor(2), torch.Tensor(2)) end,
                            'nn.CReLU: gradOutput has sizes 2 for the input 2')
end

function suite.errors_of_GatedLinearUnit()
  tester:assertErrorPattern(function() nn.GatedLinearUnit():forward(torch.Tensor(2, 3)) end,
                            'nn.GatedLinearUnit: dimension 2 must have an even size, got 2x3')
  tester:assertErrorPattern(function() nn.GatedLinearUnit(3):forward(torch.Tensor(2, 4)) end,
                            'nn.GatedLinearUnit: .*dimension 3')
  tester:assertErrorPattern(function()
    nn.GatedLinearUnit():backward(torch.Tensor(2, 4), torch.Tensor(2, 4))
  end, 'nn.GatedLinearUnit: gradOutput has sizes 2x4, the output has 2x2')
end

function suite.errors()
  local function fails(pattern, f)
    tester:assertErrorPattern(f, pattern)
  end
  local relu = nn.ReLU()
  relu:forward(torch.Tensor(3))
  fails('nn.ReLU: gradOutput has sizes 4, the output has 3',
        function() relu:backward(torch.Tensor(3), torch.Tensor(4)) end)
  fails('nn.ReLU: types Double and Float do not match',
        function() relu:forward(torch.FloatTensor(3)) end)
  fails('nn.ReLU: not available for Int tensors',
        function() nn.ReLU():type('torch.IntTensor'):forward(torch.IntTensor {1}) end)
  fails('nn.Threshold: in place, the value %(1%) must not exceed the threshold %(0%)',
        function() nn.Threshold(0, 1, true) end)
  fails('nn.Threshold: threshold must be a number, got \'a\'',
        function() nn.Threshold('a') end)
  for _, make in ipairs {
    function() nn.ReLU(1) end, function() nn.ELU(1, 1) end, function() nn.HardTanh(0, 1, 1) end,
    function() nn.ReLU6(1) end, function() nn.LeakyReLU(0.1, 1) end,
  } do
    fails('nn.%w+: inplace must be true or false, got number', make)
  end
  fails('nn.HardTanh: the upper bound %(1%) must be above the lower one %(2%)',
        function() nn.HardTanh(2, 1) end)
  fails('nn.ELU: alpha must be a number, got \'a\'', function() nn.ELU('a') end)
  for _, name in ipairs {'Abs', 'HardTanh', 'Sqrt', 'SoftPlus'} do
    fails('nn.' .. name .. ': ', function()
      nn[name]():type('torch.IntTensor'):forward(torch.IntTensor {1})
    end)
    local m = nn[name]()
    m:forward(torch.Tensor(3):fill(1))
    fails('nn.' .. name .. ': gradOutput has sizes 2, the output has 3',
          function() m:backward(torch.Tensor(3), torch.Tensor(2)) end)
  end
  fails('nn.Tanh: gradOutput has sizes 2, the output has 3', function()
    local tanh = nn.Tanh()
    tanh:forward(torch.Tensor(3):zero())
    tanh:backward(torch.Tensor(3), torch.Tensor(2))
  end)
end

-- A slope for all, or one for each plane: the second dimension where it has that many, else the first of
-- a single image.
function suite.prelu()
  local function make(planes)
    return function()
      local m = nn.PReLU(planes)
      m.weight:uniform(0.1, 0.5)
      return m
    end
  end
  support.check_layer(tester, 'PReLU', make(), input(3, 4))
  for _, x in ipairs {input(3), input(2, 3), input(2, 3, 4), input(3, 3, 2), input(3, 4, 2),
                      input(2, 3, 2, 2), input(2, 3, 2, 1, 2)} do
    support.check_layer(tester, 'PReLU(3)', make(3), x)
  end
  local m = nn.PReLU(2)
  m.weight:copy(torch.Tensor {0.5, 0.25})
  local x = torch.Tensor(2, 2, 2):fill(-1)
  tester:eq(m:forward(x)[1]:totable(), {{-0.5, -0.5}, {-0.25, -0.25}})
  tester:assert(not pcall(m.forward, m, input(3, 3)))
end

-- Gradients of slopes and results that are not one block of memory.
function suite.prelu_layouts()
  local m = nn.PReLU(5)
  local x = torch.Tensor(2, 5):fill(-1)
  for _, strides in ipairs {{5, 1}, {2 ^ 33 + 1, 1}} do
    m.gradWeight = torch.Tensor(torch.DoubleStorage(5):fill(0), 1, torch.LongStorage {1, 5},
                                torch.LongStorage(strides))
    m = torch.deserialize(torch.serialize(m))
    m:backward(x, m:forward(x))
    tester:eq(m.gradWeight:totable(), {{0.5, 0.5, 0.5, 0.5, 0.5}})
  end
  m.gradWeight = torch.zeros(5, 2):select(2, 1)
  m:accGradParameters(x, x)
  tester:eq(m.gradWeight:totable(), {2, 2, 2, 2, 2})
  m.output = torch.Tensor(5, 2):t()
  tester:eq(m:forward(x):totable()[2], {-0.25, -0.25, -0.25, -0.25, -0.25})
  m.gradWeight = torch.zeros(1):expand(5)
  tester:assertErrorPattern(function() m:accGradParameters(x, x) end, 'is an expanded tensor')
end

tester:add(suite):run()
