-- SPDX-License-Identifier: BSD-3-Clause
-- Convolutions with tables of connections, of each channel alone, with kernels for each position and
-- of sequences; the subsampling layers; nn.tables.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

local function same(a, b, what)
  local difference = support.difference(a, b)
  tester:assert(difference < 1e-13, (what or '') .. ' differs by ' .. difference)
end

local connections = torch.Tensor {{1, 1}, {3, 2}, {2, 2}, {1, 3}, {3, 3}, {1, 1}} -- one pair twice

-- For each class the constructor's arguments and the sizes of an input.
local cases = {
  SpatialConvolutionMap = {
    {{connections, 2, 3}, {2, 3, 4, 5}},
    {{connections, 3, 2, 2, 1}, {2, 4, 5, 5}}, -- a plane more than the table has
  },
  SpatialFullConvolutionMap = {{{connections, 2, 3, 2, 1}, {2, 3, 3, 2}}},
  SpatialDepthWiseConvolution = {
    {{3, 2, 3, 2}, {2, 3, 4, 5}},
    {{2, 1, 2, 3, 2, 1, 1, 2}, {2, 2, 4, 5}},
  },
  SpatialConvolutionLocal = {
    {{2, 3, 4, 5, 3, 2}, {2, 2, 5, 4}},
    {{2, 2, 5, 4, 2, 3, 2, 1, 1, 0}, {2, 2, 4, 5}},
  },
  TemporalConvolution = {
    {{3, 4, 2}, {2, 6, 3}},
    {{3, 2, 3, 2}, {2, 8, 3}},
    {{2, 3, 2, 3}, {2, 9, 2}}, -- windows with gaps
    {{3, 4, 1}, {2, 5, 3}},
  },
  TemporalRowConvolution = {
    {{3, 2}, {2, 6, 3}},
    {{3, 3, 2}, {2, 8, 3}},
    {{3, 3, 2, true}, {2, 3, 8}},
  },
  SpatialSubSampling = {
    {{3, 2, 2}, {2, 3, 4, 5}},
    {{2, 3, 2, 1, 2}, {2, 2, 5, 6}},
  },
  TemporalSubSampling = {
    {{3, 2}, {2, 5, 3}},
    {{2, 3, 2}, {2, 8, 2}},
  },
}

function suite.layers()
  for class, list in pairs(cases) do
    for _, case in ipairs(list) do
      local function make() return nn[class](unpack(case[1])) end
      local x = input(torch.LongStorage(case[2]))
      support.check_layer(tester, class, make, x, {batch = true})
      if make().noBias then
        support.check_layer(tester, class .. ' without bias', function() return make():noBias() end, x)
      end
      tester:eq(support.leaked(function() support.run(make(), x) end), 0)
    end
  end
end

function suite.tables()
  tester:eq(nn.tables.full(2, 3):totable(), {{1, 1}, {2, 1}, {1, 2}, {2, 2}, {1, 3}, {2, 3}})
  tester:eq(nn.tables.oneToOne(3):totable(), {{1, 1}, {2, 2}, {3, 3}})
  torch.manualSeed(4)
  local t = nn.tables.random(5, 4, 2)
  torch.manualSeed(4)
  -- two pairs of a permutation, then two of the next
  local expected = {}
  for _ = 1, 2 do
    local order = torch.randperm(5)
    for k = 1, 4 do
      table.insert(expected, {order[k], math.floor(#expected / 2) + 1})
    end
  end
  tester:eq(t:totable(), expected)
  fails('nn.tables.random: an output plane cannot have 3 of 2 input planes',
        function() nn.tables.random(2, 2, 3) end)
end

-- With all connections a map is the plain convolution, and the same for the full one.
function suite.full_tables()
  for map_class, class in pairs {SpatialConvolutionMap = 'SpatialConvolution',
                                 SpatialFullConvolutionMap = 'SpatialFullConvolution'} do
    local map = nn[map_class](nn.tables.full(3, 2), 2, 3, 2, 1)
    local plain = nn[class](3, 2, 2, 3, 2, 1)
    local kernels = map.weight:view(2, 3, 3, 2)
    if class == 'SpatialFullConvolution' then kernels = kernels:transpose(1, 2) end
    plain.weight:copy(kernels)
    plain.bias:copy(map.bias)
    local x = input(2, 3, 5, 6)
    same(map:forward(x), plain:forward(x), class)
  end
end

function suite.initial_values()
  torch.manualSeed(5)
  local m = nn.SpatialConvolutionMap(connections, 2, 1)
  torch.manualSeed(5)
  local inputs = {2, 2, 2}
  for k = 1, 6 do
    local bound = 1 / math.sqrt(2 * inputs[connections[k][2]])
    for x = 1, 2 do
      tester:eq(m.weight[k][1][x], torch.uniform(-bound, bound))
    end
  end
  for plane = 1, 3 do
    tester:eq(m.bias[plane], torch.uniform(-0.5, 0.5))
  end
  local before = m.weight:clone()
  m:decayParameters(0.25)
  same(m.weight, before * 0.75)
end

-- Each input plane alone, through plain convolutions.
function suite.depth_wise_is_one_plane_each()
  local m = nn.SpatialDepthWiseConvolution(3, 2, 3, 3, 1, 1, 1, 1)
  local x = input(2, 3, 4, 5)
  local y = m:forward(x)
  tester:eq(y:size():totable(), {2, 6, 4, 5})
  tester:eq(m.weight:size():totable(), {2, 3, 3, 3})
  for plane = 1, 3 do
    local one = nn.SpatialConvolution(1, 2, 3, 3, 1, 1, 1, 1)
    one.weight:copy(m.weight:narrow(2, plane, 1))
    one.bias:copy(m.bias:select(2, plane))
    same(y:narrow(2, 2 * plane - 1, 2), one:forward(x:narrow(2, plane, 1)), 'plane ' .. plane)
  end
end

-- Equal kernels at all positions are a convolution.
function suite.local_with_equal_kernels()
  local plain = nn.SpatialConvolution(2, 3, 3, 2, 2, 1, 1, 0)
  local m = nn.SpatialConvolutionLocal(2, 3, 5, 4, 3, 2, 2, 1, 1, 0)
  m.weight:copy(plain.weight:view(1, 1, 3, 2, 2, 3):expandAs(m.weight))
  m.bias:copy(plain.bias:view(3, 1, 1):expandAs(m.bias))
  local x = input(2, 2, 4, 5)
  same(m:forward(x), plain:forward(x))
end

-- A sequence is an image one column wide.
function suite.temporal_is_spatial()
  local temporal, spatial = nn.TemporalConvolution(3, 4, 2, 3), nn.SpatialConvolution(3, 4, 1, 2, 1, 3)
  spatial.weight:copy(temporal.weight:view(4, 2, 3):transpose(2, 3))
  spatial.bias:copy(temporal.bias)
  local x = input(2, 9, 3)
  local image = x:transpose(2, 3):contiguous():view(2, 3, 9, 1)
  same(temporal:forward(x):transpose(2, 3), spatial:forward(image):select(4, 1))
end

function suite.known_values()
  local row = nn.TemporalRowConvolution(2, 2)
  row.weight:copy(torch.Tensor {1, 10, 100, 1000})
  row.bias:copy(torch.Tensor {0.5, 0.25})
  local y = row:forward(torch.Tensor {{1, 2}, {3, 4}, {5, 6}})
  tester:eq(y:totable(), {{31.5, 4200.25}, {53.5, 6400.25}})
  local sub = nn.TemporalSubSampling(2, 2)
  sub.weight:copy(torch.Tensor {1, 10})
  sub.bias:copy(torch.Tensor {0.5, 0.25})
  tester:eq(sub:forward(torch.Tensor {{1, 2}, {3, 4}, {5, 6}}):totable(),
            {{4.5, 60.25}, {8.5, 100.25}})
end

function suite.updates()
  for name, err in pairs(nn.Jacobian.testAllUpdate(nn.TemporalConvolution(3, 2, 2), input(5, 3),
                                                   'weight', 'gradWeight')) do
    tester:assert(err < 1e-12, name .. ': ' .. err)
  end
end

function suite.texts()
  local layers = {
    [nn.SpatialDepthWiseConvolution(2, 3, 3, 2, 2, 1, 1)] =
      'nn.SpatialDepthWiseConvolution(2 -> 3, 3x2, 2,1, 1,1)',
    [nn.SpatialConvolutionLocal(2, 3, 6, 5, 3, 2)] = 'nn.SpatialConvolutionLocal(2 -> 3, 6x5, 3x2)',
    [nn.TemporalRowConvolution(2, 3, 2):noBias()] = 'nn.TemporalRowConvolution(2, 3, 2) without bias',
    [nn.TemporalConvolution(2, 3, 2)] = 'nn.TemporalConvolution',
    [nn.SpatialConvolutionMap(connections, 2, 2)] = 'nn.SpatialConvolutionMap',
  }
  for layer, text in pairs(layers) do
    tester:eq(tostring(layer), text)
  end
end

function suite.errors()
  fails('nn.SpatialConvolutionMap: input has 2 channels, expected at least 3 %(input 2x4x4%)',
        function() nn.SpatialConvolutionMap(connections, 2, 2):forward(input(2, 4, 4)) end)
  fails('nn.SpatialConvolutionMap: conMatrix must be a tensor, got 3',
        function() nn.SpatialConvolutionMap(3, 2, 2) end)
  fails('nn.SpatialConvolutionMap: a table of connections is n x 2, got 4x3',
        function() nn.SpatialConvolutionMap(torch.Tensor(4, 3), 2, 2) end)
  fails('nn.SpatialConvolutionMap: connTable%[2%] is output plane 5 of 3', function()
    local m = nn.SpatialConvolutionMap(connections:clone(), 2, 2)
    m.connTable[2][2] = 5
    m:forward(input(3, 4, 4))
  end)
  fails('nn.SpatialDepthWiseConvolution: input has 3 channels, expected 2 %(input 3x4x4%)',
        function() nn.SpatialDepthWiseConvolution(2, 2, 3, 3):forward(input(3, 4, 4)) end)
  fails('nn.SpatialConvolutionLocal: a kernel of 5x2 does not fit into 4x3 padded by 0x0',
        function() nn.SpatialConvolutionLocal(2, 2, 3, 4, 2, 5) end)
  fails('nn.SpatialConvolutionLocal: input has sizes 2x4x4, expected 2x4x5',
        function() nn.SpatialConvolutionLocal(2, 2, 5, 4, 2, 2):forward(input(2, 4, 4)) end)
  fails('nn.TemporalConvolution: input has 4 features, expected 3 %(input 5x4%)',
        function() nn.TemporalConvolution(3, 2, 2):forward(input(5, 4)) end)
  fails('nn.TemporalConvolution: a kernel of 3 frames does not fit into 2 frames',
        function() nn.TemporalConvolution(3, 2, 3):forward(input(2, 3)) end)
  fails('nn.TemporalRowConvolution: input has 4 channels, expected 3 %(input 4x5%)',
        function() nn.TemporalRowConvolution(3, 2):forward(input(5, 4)) end)
  fails('nn.SpatialSubSampling: input has 3 channels, expected 2 %(input 3x4x4%)',
        function() nn.SpatialSubSampling(2, 2, 2):forward(input(3, 4, 4)) end)
  fails('nn.TemporalSubSampling: kW must be at least 1, got 0',
        function() nn.TemporalSubSampling(2, 0) end)
end

-- What fields of a file may hold in place of what the class puts there.
function suite.fields()
  local m = nn.TemporalConvolution(3, 2, 2)
  m.padW = 100
  tester:eq(m:forward(input(5, 3)):size(1), 4)
  m = nn.SpatialConvolution(2, 2, 3, 3)
  m.kW = 2 ^ 40
  fails('nn.SpatialConvolution: field kW must be a number from', function() m:forward(input(2, 4, 4)) end)
  m.kW = 3.7 -- cut, as everywhere in Torch7
  tester:eq(m:forward(input(2, 4, 4)):size(2), 2)
  m = nn.SpatialFullConvolution(2, 2, 3, 3)
  m.dW = 0
  fails('nn.SpatialFullConvolution: the stride must be at least 1x1, got 1x0',
        function() m:forward({input(1, 2, 3, 3), input(1, 1, 5, 5)}) end)
  m = nn.SpatialSubSampling(2, 2, 2)
  m.gradBias = torch.zeros(1)
  fails('the gradient DoubleTensor 1 should have 2 elements',
        function() m:accGradParameters(input(2, 4, 4), input(2, 3, 3)) end)
end

tester:add(suite):run()
