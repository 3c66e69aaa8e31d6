-- SPDX-License-Identifier: BSD-3-Clause
-- The convolutions over images and volumes, plain, dilated and full; nn.SpatialMaxPooling,
-- nn.SpatialAveragePooling.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local engine = require 'tocha'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

-- For each class the constructor's arguments and the sizes of an input.
local planes = {
  {{2, 3, 3, 3}, {2, 2, 5, 6}},
  {{1, 2, 1, 1}, {2, 1, 3, 3}},
  {{2, 2, 3, 2, 2, 1, 1, 0}, {2, 2, 5, 4}},
  {{2, 4, 5, 5, 1, 1, 2, 2}, {1, 2, 6, 6}},
}
local convolutions = {
  SpatialConvolution = planes,
  SpatialConvolutionMM = planes,
  SpatialDilatedConvolution = {
    {{2, 3, 2, 2}, {2, 2, 4, 3}},
    {{2, 3, 3, 2, 2, 1, 2, 1, 2, 3}, {2, 2, 6, 7}},
  },
  SpatialFullConvolution = {
    {{2, 3, 3, 3}, {2, 2, 3, 4}},
    {{3, 2, 3, 2, 2, 3, 1, 0, 1, 2}, {2, 3, 3, 2}},
  },
  VolumetricConvolution = {
    {{2, 2, 2, 3, 2}, {2, 2, 3, 3, 4}},
    {{2, 3, 2, 3, 3, 1, 2, 1, 1, 0, 1}, {1, 2, 2, 5, 4}},
  },
  VolumetricDilatedConvolution = {{{2, 2, 2, 2, 3, 1, 2, 1, 1, 0, 1, 2, 1, 2}, {2, 2, 3, 4, 5}}},
  VolumetricFullConvolution = {
    {{2, 2, 2, 2, 3}, {1, 2, 2, 3, 2}},
    {{2, 3, 2, 2, 3, 3, 1, 2, 0, 1, 1, 2, 0, 1}, {2, 2, 2, 3, 2}},
  },
}

function suite.convolutions()
  for class, cases in pairs(convolutions) do
    for _, case in ipairs(cases) do
      local function make() return nn[class](unpack(case[1])) end
      local x = torch.Tensor(torch.LongStorage(case[2])):uniform(-1, 1)
      support.check_layer(tester, class, make, x, {batch = true})
      support.check_layer(tester, class .. ' without bias', function() return make():noBias() end, x)
    end
    local case = cases[1]
    tester:eq(support.leaked(function()
      support.run(nn[class](unpack(case[1])), torch.Tensor(torch.LongStorage(case[2])):uniform())
    end), 0)
  end
end

-- A kernel of distances 2 is one of distance 1 with zeros in between.
function suite.dilation()
  local dilated = nn.SpatialDilatedConvolution(2, 3, 3, 2, 1, 1, 1, 2, 2, 3)
  local plain = nn.SpatialConvolution(2, 3, 5, 4, 1, 1, 1, 2)
  plain.weight:zero()
  for y = 1, 2 do
    for x = 1, 3 do
      plain.weight:select(4, 2 * x - 1):select(3, 3 * y - 2):copy(dilated.weight:select(4, x):select(3, y))
    end
  end
  plain.bias:copy(dilated.bias)
  local x = input(2, 2, 6, 7)
  tester:assert(support.difference(dilated:forward(x), plain:forward(x)) < 1e-13)
end

-- Full convolution is the gradient of the convolution with the same weight.
function suite.full_is_the_gradient()
  local full = nn.SpatialFullConvolution(3, 2, 3, 2, 2, 1, 1, 0):noBias()
  local plain = nn.SpatialConvolution(2, 3, 3, 2, 2, 1, 1, 0)
  plain.weight:copy(full.weight)
  local x, y = input(2, 5, 7), input(3, 4, 4)
  plain:forward(x)
  tester:assert(support.difference(full:forward(y), plain:updateGradInput(x, y)) < 1e-13)
end

function suite.full_with_a_target()
  for _, case in ipairs {
    {nn.SpatialFullConvolution(2, 3, 3, 2, 3, 2, 1, 0), {2, 4, 3}, {8, 9}},
    {nn.VolumetricFullConvolution(2, 2, 2, 3, 2, 2, 3, 2), {2, 2, 3, 2}, {5, 7, 8}},
  } do
    local m, x, sizes = case[1], input(torch.LongStorage(case[2])), case[3]
    local like = torch.Tensor(torch.LongStorage(sizes)):zero()
    local y = m:forward {x, like}
    for d = 1, #sizes do
      tester:eq(y:size(d + 1), sizes[d])
    end
    local dy = y:clone():uniform()
    m:zeroGradParameters()
    local gradInput = m:backward({x, like}, dy)
    tester:eq(gradInput[2]:storage():size(), 1)
    tester:eq({gradInput[2]:sum(), gradInput[2]:isSameSizeAs(like)}, {0, true})
    local gradients = support.copy {gradInput[1], m.gradWeight, m.gradBias}
    for i, axis in ipairs(#sizes == 3 and {'T', 'H', 'W'} or {'H', 'W'}) do
      m['adj' .. axis] = (sizes[i] + 2 * m['pad' .. axis] - m['k' .. axis]) % m['d' .. axis]
    end
    tester:eq(m:forward(x):size(), y:size())
    m:zeroGradParameters()
    local alone = m:backward(x, dy)
    tester:assert(support.difference(gradients, {alone, m.gradWeight, m.gradBias}) == 0)
    tester:assert(torch.isTensor(m:clearState():backward(x, m:forward(x))))
  end
end

function suite.poolings()
  -- elements far enough apart that finite differences do not change a maximum
  local function distinct(...)
    local x = torch.Tensor(...)
    local flat = x:view(-1)
    flat:copy(torch.randperm(flat:nElement()):div(flat:nElement()))
    return x
  end
  for name, make in pairs {
    max = function() return nn.SpatialMaxPooling(2, 2) end,
    max_ceil = function() return nn.SpatialMaxPooling(3, 2, 2, 2, 1, 1):ceil() end,
    average = function() return nn.SpatialAveragePooling(2, 2, 2, 2) end,
    average_padded = function() return nn.SpatialAveragePooling(3, 3, 2, 2, 1, 1):ceil() end,
    average_exclude = function()
      return nn.SpatialAveragePooling(3, 2, 2, 1, 1, 1):setCountExcludePad()
    end,
  } do
    support.check_layer(tester, name, make, distinct(2, 3, 5, 6), {batch = true})
    tester:eq(support.leaked(function() support.run(make(), input(2, 3, 5, 6)) end), 0)
  end
end

function suite.initial_values()
  torch.manualSeed(5)
  local m = nn.SpatialConvolution(3, 2, 2, 3)
  torch.manualSeed(5)
  local bound = 1 / math.sqrt(2 * 3 * 3)
  local weight, bias = m.weight:view(-1), m.bias
  for i = 1, weight:nElement() do
    tester:eq(weight[i], torch.uniform(-bound, bound))
  end
  for i = 1, 2 do
    tester:eq(bias[i], torch.uniform(-bound, bound))
  end
end

function suite.old_forms()
  local m = nn.SpatialConvolution(2, 3, 3, 3, 1, 1, 1, 1)
  local x = input(2, 2, 5, 5)
  local expected = support.run(m:clone(), x)
  m.weight, m.gradWeight = m.weight:view(3, 18), m.gradWeight:view(3, 18)
  m.padding, m.padW, m.padH = 1, nil, nil
  m.finput = torch.Tensor(100)
  tester:eq(tostring(m), 'nn.SpatialConvolution(2 -> 3, 3x3, 1,1, 1,1)')
  tester:assert(support.difference(support.run(m, x), expected) == 0)
  tester:eq(m.weight:size():totable(), {3, 2, 3, 3})
  tester:eq({m.padW, m.padH, m.padding}, {1, 1, nil})
  tester:eq(m:clearState().finput:nElement(), 0)

  local full = nn.VolumetricFullConvolution(2, 3, 2, 2, 2, 1, 1, 1, 1, 0, 1)
  x = input(2, 3, 3, 3)
  expected = support.run(full:clone(), x)
  full.weight, full.gradWeight = full.weight:transpose(1, 2), full.gradWeight:transpose(1, 2)
  for _, axis in ipairs {'T', 'W', 'H'} do
    full['p' .. axis], full['pad' .. axis], full['adj' .. axis] = full['pad' .. axis], nil, nil
  end
  tester:assert(support.difference(support.run(full, x), expected) == 0)

  x = input(2, 2, 5, 5)
  local pool = nn.SpatialMaxPooling(2, 2)
  pool.padW, pool.padH, pool.ceil_mode, pool.indices = nil, nil, nil, nil
  tester:eq(pool:forward(x):size():totable(), {2, 2, 2, 2})
  pool.indices = torch.Tensor(3)
  tester:eq(torch.typename(pool:clone().indices), 'torch.LongTensor')

  local average = nn.SpatialAveragePooling(2, 2, 2, 2)
  local mean = average:forward(x):clone()
  average.divide, average.ceil_mode, average.padW, average.padH = nil, nil, nil, nil
  tester:assert(support.difference(average:forward(x):clone(), mean * 4) < 1e-14)
end

function suite.indices_stay_whole_numbers()
  local m, x = nn.SpatialMaxPooling(2, 2), input(1, 4, 4)
  m:forward(x)
  tester:eq(m:type(), 'torch.DoubleTensor')
  m:float()
  tester:eq(torch.typename(m.indices), 'torch.LongTensor')
  m:forward(x:float())
  tester:assert(m.indices:nElement() == 4 and m.indices[1][1][1] >= 1)
  tester:eq({m.iheight, m.iwidth}, {4, 4})
  m:empty()
  tester:eq(m.indices:nElement(), 0)
end

function suite.texts()
  tester:eq(tostring(nn.SpatialConvolution(2, 3, 5, 4)), 'nn.SpatialConvolution(2 -> 3, 5x4)')
  tester:eq(tostring(nn.SpatialConvolution(2, 3, 5, 4, 2):noBias()),
            'nn.SpatialConvolution(2 -> 3, 5x4, 2,1) without bias')
  tester:eq(tostring(nn.SpatialDilatedConvolution(2, 3, 5, 4)),
            'nn.SpatialDilatedConvolution(2 -> 3, 5x4, 1,1)')
  tester:eq(tostring(nn.SpatialFullConvolution(2, 3, 5, 4, 2, 2, 1, 0, 1, 0):noBias()),
            'nn.SpatialFullConvolution(2 -> 3, 5x4, 2,2, 1,0, 1,0) without bias')
  tester:eq(tostring(nn.VolumetricConvolution(2, 3, 5, 4, 3, 1, 1, 1, 2):noBias()),
            'nn.VolumetricConvolution(2 -> 3, 5x4x3, 1,1,1, 2,2,2)')
  tester:eq(tostring(nn.VolumetricFullConvolution(2, 3, 5, 4, 3, 2, 1, 1, 0, 1, 0, 1)),
            'nn.VolumetricFullConvolution(2 -> 3, 5x4x3, 2,1,1, 0,1,0, 1,0,0)')
  tester:eq(tostring(nn.VolumetricDilatedConvolution(2, 3, 1, 2, 3):noBias()),
            'nn.VolumetricDilatedConvolution(2 -> 3, 1x2x3, 1,1,1) without bias')
  tester:eq(tostring(nn.SpatialMaxPooling(3, 2, 1, 1, 1)), 'nn.SpatialMaxPooling(3x2, 1,1, 1,0)')
  tester:eq(tostring(nn.SpatialAveragePooling(3, 2)), 'nn.SpatialAveragePooling(3x2, 1,1)')
end

function suite.without_gradInput()
  local m, x = nn.SpatialConvolution(2, 3, 3, 3), input(1, 2, 4, 4)
  m.gradInput = nil
  tester:eq(m:backward(x, m:forward(x)), nil)
end

function suite.updates()
  local m = nn.SpatialConvolution(2, 3, 2, 2)
  for name, err in pairs(nn.Jacobian.testAllUpdate(m, input(2, 4, 4), 'weight', 'gradWeight')) do
    tester:assert(err < 1e-12, name .. ': ' .. err)
  end
end

function suite.errors()
  fails('nn.SpatialConvolution: input has 3 channels, expected 16 %(input 8x3x32x32%)',
        function() nn.SpatialConvolution(16, 4, 3, 3):forward(torch.Tensor(8, 3, 32, 32)) end)
  fails('nn.SpatialConvolutionMM: .*', function()
    nn.SpatialConvolutionMM(2, 4, 3, 3):forward(torch.Tensor(2, 2))
  end)
  fails('nn.SpatialConvolution: kW must be at least 1, got 0',
        function() nn.SpatialConvolution(2, 3, 0, 1) end)
  fails('nn.VolumetricConvolution: kH must be a number, got nil',
        function() nn.VolumetricConvolution(2, 3, 2, 2) end)
  fails('nn.SpatialFullConvolution: adjW must be below dW, got 2 and 2',
        function() nn.SpatialFullConvolution(2, 3, 2, 2, 2, 2, 0, 0, 2, 0) end)
  fails('nn.VolumetricConvolution: input must have 4 to 5 dimensions, got DoubleTensor 2x3x3',
        function() nn.VolumetricConvolution(2, 3, 2, 2, 2):forward(input(2, 3, 3)) end)
  fails('nn.VolumetricConvolution: the output size would be 2x0x2: a 2x3x2 kernel does not fit into ' ..
        '3x2x3 padded by 0x0x0',
        function() nn.VolumetricConvolution(2, 3, 2, 2, 3):forward(input(2, 3, 2, 3)) end)
  fails('nn.SpatialFullConvolution: the output size would be %-1x0: padding 2x2 cuts off all of it ' ..
        '%(input 2x1x2%)',
        function() nn.SpatialFullConvolution(2, 3, 3, 3, 1, 1, 2, 2):forward(input(2, 1, 2)) end)
  fails('nn.SpatialFullConvolution: input has 3 channels, expected 2 %(input 3x4x4%)',
        function() nn.SpatialFullConvolution(2, 3, 3, 3):forward(input(3, 4, 4)) end)
  fails('nn.SpatialFullConvolution: gradOutput is 3x3x3, expected 3x6x6 %(input 2x4x4%)',
        function() nn.SpatialFullConvolution(2, 3, 3, 3):backward(input(2, 4, 4), input(3, 3, 3)) end)
  fails('nn.SpatialMaxPooling: ', function() nn.SpatialMaxPooling(9, 9):forward(input(1, 3, 3)) end)
end

-- An evaluating layer computes with the weights as they are now, whoever wrote them.
function suite.writtenWeights()
  local layer = nn.SpatialConvolution(16, 16, 3, 3, 1, 1, 1, 1):noBias():float()
  layer:evaluate()
  local x = torch.FloatTensor(2, 16, 12, 12):uniform(-1, 1)
  local kept = layer.weight:storage()
  local pointer = layer.weight:data()
  local element = layer.weight[1][2][3]
  local shared = nn.SpatialConvolution(16, 16, 3, 3, 1, 1, 1, 1):float():share(layer, 'weight')

  -- By linearity: a change of the weight changes the output by that change's output.
  local function seen(name, write)
    local before, weight = layer:forward(x):clone(), layer.weight:clone()
    write()
    local after = layer:forward(x):clone()
    local change = layer.weight - weight
    tester:assertgt(change:abs():max(), 0.1, name)
    local other = nn.SpatialConvolution(16, 16, 3, 3, 1, 1, 1, 1):float():noBias()
    other.weight:copy(layer.weight - weight)
    tester:eq(after - before, other:forward(x), 1e-4, name)
  end
  seen('operation', function() layer.weight:add(1) end)
  seen('element', function() element[2] = element[2] + 2 end)
  seen('storage', function() kept[5] = kept[5] + 1 end)
  seen('pointer', function() pointer[7] = pointer[7] - 3 end)
  seen('shared', function() shared.weight:mul(2) end)
  seen('optimizer', function()
    layer.gradWeight:fill(1)
    layer:updateParameters(0.5)
  end)
  local flat = layer:getParameters()
  seen('flat vector', function() flat:mul(-1) end)
  seen('one of the flat vector', function() flat[3] = flat[3] + 1 end)
  local file = torch.MemoryFile()
  file:writeObject(layer)
  seen('before loading', function() layer.weight:zero() end)
  file:seek(1)
  layer = file:readObject()
  seen('after loading', function() layer.weight:mul(3) end)
  local copy = layer:clone('weight')
  seen('clone that shares', function() copy.weight:add(-1) end)
end

-- The engine counts what its kernels bring into another layout.
function suite.reorders()
  local function bytes(layer, x)
    local before = {engine.reorders()}
    layer:forward(x)
    local after = {engine.reorders()}
    tester:eq(#after, 4)
    local sum = 0
    for i = 1, 4 do sum = sum + after[i] - before[i] end
    return sum
  end
  local layer = nn.SpatialConvolution(32, 32, 3, 3)
  tester:eq(bytes(layer:double(), torch.DoubleTensor(4, 32, 20, 20):fill(1)), 0)
  local most = 4 * (4 * 32 * 20 * 20 + 4 * 32 * 18 * 18 + 32 * 32 * 9)
  local moved = bytes(layer:float(), torch.FloatTensor(4, 32, 20, 20):fill(1))
  tester:assert(moved >= 0 and moved <= most, 'of ' .. most .. ' bytes ' .. moved)
end

tester:add(suite):run()
