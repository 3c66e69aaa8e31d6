-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialConvolution, nn.SpatialConvolutionMM, nn.SpatialMaxPooling, nn.SpatialAveragePooling.

local torch = require 'torch'
require 'nn'

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
local support = dofile(folder .. '/support.lua')

local tester = torch.Tester()
local suite = torch.TestSuite()

local function fails(pattern, f)
  tester:assertErrorPattern(f, pattern)
end

local function input(...)
  return torch.Tensor(...):uniform(-1, 1)
end

function suite.convolutions()
  local cases = {
    {{2, 3, 3, 3}, {2, 2, 5, 6}},
    {{1, 2, 1, 1}, {2, 1, 3, 3}},
    {{2, 2, 3, 2, 2, 1, 1, 0}, {2, 2, 5, 4}},
    {{2, 4, 5, 5, 1, 1, 2, 2}, {1, 2, 6, 6}},
  }
  for _, class in ipairs {'SpatialConvolution', 'SpatialConvolutionMM'} do
    for _, case in ipairs(cases) do
      local function make() return nn[class](unpack(case[1])) end
      local x = torch.Tensor(torch.LongStorage(case[2])):uniform(-1, 1)
      support.check_layer(tester, class, make, x, {batch = true})
      support.check_layer(tester, class .. ' without bias', function() return make():noBias() end, x)
    end
    tester:eq(support.leaked(function()
      support.run(nn[class](2, 3, 3, 3), input(2, 2, 5, 5))
    end), 0)
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
  fails('nn.SpatialMaxPooling: ', function() nn.SpatialMaxPooling(9, 9):forward(input(1, 3, 3)) end)
end

tester:add(suite):run()
