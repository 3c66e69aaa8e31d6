-- SPDX-License-Identifier: BSD-3-Clause
-- The poolings beside nn.SpatialMaxPooling and nn.SpatialAveragePooling (convolution_test.lua): over
-- sequences, volumes and features, by regions of other sizes.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

-- Distinct elements, far enough apart for finite differences of maxima.
local function shuffled(...)
  local x = torch.Tensor(...)
  return x:copy(torch.randperm(x:nElement())):mul(0.1)
end

local layers = {
  lp = {function() return nn.SpatialLPPooling(3, 2, 2, 3) end, 2, 3, 6, 4},
  lp_3 = {function() return nn.SpatialLPPooling(3, 3, 2, 2, 1, 2) end, 2, 3, 4, 3},
  k_max = {function() return nn.TemporalDynamicKMaxPooling(2) end, 3, 5, 4},
  k_max_factor = {function() return nn.TemporalDynamicKMaxPooling(1, 0.7) end, 2, 5, 3},
  features = {function() return nn.FeatureLPPooling(3, 2, 2, true) end, 2, 7, 2, 3, single = true},
  features_4 = {function() return nn.FeatureLPPooling(2, 1, 4) end, 5, 2, single = true},
  features_sum = {function() return nn.FeatureLPPooling(2, 3, 1, true) end, 2, 6, single = true},
  temporal = {function() return nn.TemporalMaxPooling(2) end, 2, 5, 3},
  temporal_overlap = {function() return nn.TemporalMaxPooling(3, 1) end, 2, 5, 3},
  dilated = {function() return nn.SpatialDilatedMaxPooling(2, 2, 1, 1, 1, 1, 2, 3) end, 2, 3, 6, 5},
  dilated_ceil = {function() return nn.SpatialDilatedMaxPooling(2, 3, 2, 2, 0, 0, 2, 1):ceil() end,
                  2, 2, 6, 7},
  adaptive_max = {function() return nn.SpatialAdaptiveMaxPooling(3, 2) end, 2, 3, 5, 7},
  adaptive_max_up = {function() return nn.SpatialAdaptiveMaxPooling(3, 4) end, 2, 2, 1, 2},
  adaptive_average = {function() return nn.SpatialAdaptiveAveragePooling(3, 2) end, 2, 3, 5, 7},
  adaptive_average_up = {function() return nn.SpatialAdaptiveAveragePooling(3, 4) end, 2, 2, 1, 2},
  volumetric = {function() return nn.VolumetricMaxPooling(2, 2, 3) end, 2, 2, 4, 6, 5},
  volumetric_padded = {function()
    return nn.VolumetricMaxPooling(2, 3, 3, 1, 2, 1, 1, 1, 0):ceil()
  end, 2, 2, 3, 4, 5},
  volumetric_dilated = {function()
    return nn.VolumetricDilatedMaxPooling(2, 2, 2, 1, 1, 2, 1, 0, 1, 1, 3, 2)
  end, 2, 2, 3, 4, 5},
  volumetric_average = {function() return nn.VolumetricAveragePooling(2, 3, 2) end, 2, 2, 4, 5, 6},
  volumetric_average_overlap = {function()
    return nn.VolumetricAveragePooling(2, 3, 2, 1, 2, 1)
  end, 2, 2, 3, 4, 5},
  fractional = {function() return nn.SpatialFractionalMaxPooling(2, 3, 3, 2) end, 2, 2, 6, 5,
                single = true, smooth = false},
  fractional_volumetric = {function()
    return nn.VolumetricFractionalMaxPooling(2, 2, 2, 0.5, 0.6, 0.7)
  end, 2, 2, 5, 6, 4, single = true, smooth = false},
}

for name, case in pairs(layers) do
  suite[name] = function()
    torch.manualSeed(1)
    local make, x = case[1], shuffled(unpack(case, 2))
    support.check_layer(tester, name, make, x, {batch = not case.single, smooth = case.smooth})
    tester:eq(support.leaked(function() support.run(make(), x) end), 0)
  end
end

function suite.k_max_values()
  local x = torch.Tensor {{5, 1}, {2, 7}, {9, 3}}
  local m = nn.TemporalDynamicKMaxPooling(2)
  tester:eq(m:forward(x):totable(), {{5, 7}, {9, 3}})
  tester:eq(m.indices:totable(), {{1, 2}, {3, 3}})
  tester:eq(m:backward(x, torch.Tensor {{1, 2}, {3, 4}}):totable(), {{1, 0}, {0, 2}, {3, 4}})
  tester:eq(nn.TemporalDynamicKMaxPooling(1, 0.5):forward(x):size(1), 2)
end

function suite.feature_values()
  local x = torch.Tensor {3, 4, 0, 0, 0}
  local m = nn.FeatureLPPooling(2, 1, 2)
  tester:eq(m:forward(x):totable(), {5, 4, 0, 0})
  tester:assertTensorEq(m:backward(x, torch.Tensor {1, 1, 1, 1}), torch.Tensor {0.6, 1.8, 0, 0, 0},
                        1e-12)
  tester:eq(tostring(m), 'nn.FeatureLPPooling(w2 s1 power 2)')
  tester:eq(tostring(nn.FeatureLPPooling(3, 2, 4, true)), 'nn.FeatureLPPooling(w3 s2 power 4 batch)')
end

function suite.lp_values()
  local m = nn.SpatialLPPooling(1, 2, 2, 1)
  tester:eq(m:forward(torch.Tensor {{{3, 4, 6, 8}}}):totable(), {{{5, 10}}})
  tester:eq(#m.modules, 4)
end

function suite.texts()
  local function text(module, expected) tester:eq(tostring(module), expected) end
  text(nn.SpatialDilatedMaxPooling(3, 2), 'nn.SpatialDilatedMaxPooling(3x2, 3,2, 1,1)')
  text(nn.SpatialDilatedMaxPooling(3, 2, 1, 1, 1, 0, 2, 2),
       'nn.SpatialDilatedMaxPooling(3x2, 1,1, 1,0, 2,2)')
  text(nn.VolumetricMaxPooling(1, 2, 3), 'nn.VolumetricMaxPooling(1x2x3, 1,2,3)')
  text(nn.VolumetricDilatedMaxPooling(2, 2, 2, 1, 1, 1, 1, 0, 1, 2, 1, 1),
       'nn.VolumetricDilatedMaxPooling(2x2x2, 1,1,1, 1,0,1, 2,1,1)')
  text(nn.VolumetricAveragePooling(1, 2, 3, 4, 5, 6), 'nn.VolumetricAveragePooling(1x2x3, 4,5,6)')
  text(nn.SpatialFractionalMaxPooling(2, 3, 4, 5), 'nn.SpatialFractionalMaxPooling(4x5, 2,3)')
  text(nn.VolumetricFractionalMaxPooling(2, 3, 4, 0.5, 0.5, 0.25),
       'nn.VolumetricFractionalMaxPooling(0.5x0.5x0.25, 2,3,4)')
  text(nn.SpatialMaxUnpooling(nn.SpatialMaxPooling(2, 2)),
       'nn.SpatialMaxUnpooling associated to nn.SpatialMaxPooling(2x2, 2,2)')
end

-- A volume of one image gives what the image gives, and a window of one frame as well.
function suite.volumes_of_images()
  local x = shuffled(2, 3, 6, 7)
  local volume = x:view(2, 3, 1, 6, 7)
  local image = nn.SpatialMaxPooling(3, 2, 2, 1, 1, 1):ceil()
  local m = nn.VolumetricMaxPooling(1, 3, 2, 1, 2, 1, 0, 1, 1):ceil()
  tester:eq(m:forward(volume):select(3, 1), image:forward(x))
  tester:eq(m.indices:select(3, 1), image.indices)
  tester:eq(m:backward(volume, m.output):select(3, 1), image:backward(x, image.output))
  tester:eq({m.itime, m.iheight, m.iwidth}, {1, 6, 7})
  local dilated = nn.SpatialDilatedMaxPooling(2, 3, 1, 2, 0, 1, 3, 2)
  m = nn.VolumetricDilatedMaxPooling(1, 2, 3, 1, 1, 2, 0, 0, 1, 1, 3, 2)
  tester:eq(m:forward(volume):select(3, 1), dilated:forward(x))
  local average = nn.VolumetricAveragePooling(1, 3, 2, 1, 1, 1)
  tester:assertTensorEq(average:forward(volume):select(3, 1),
                        nn.SpatialAveragePooling(3, 2, 1, 1):forward(x), 1e-12)
end

function suite.temporal_values()
  local x = torch.Tensor {{1, 9}, {5, 2}, {3, 4}, {0, 8}, {7, 7}}
  local m = nn.TemporalMaxPooling(2)
  tester:eq(m:forward(x):totable(), {{5, 9}, {3, 8}})
  tester:eq(m.indices:totable(), {{3, 2}, {5, 8}})
  tester:eq(m:backward(x, torch.Tensor {{1, 2}, {3, 4}}):totable(),
            {{0, 2}, {1, 0}, {3, 0}, {0, 4}, {0, 0}})
end

function suite.adaptive_values()
  local x = torch.range(1, 10):view(1, 2, 5)
  tester:eq(nn.SpatialAdaptiveMaxPooling(2, 1):forward(x):totable(), {{{8, 10}}})
  local m = nn.SpatialAdaptiveAveragePooling(2, 2) -- columns 1 to 3, 3 to 5
  tester:eq(m:forward(x):totable(), {{{2, 4}, {7, 9}}})
  tester:eq(m:backward(x, torch.Tensor {{{3, 6}, {0, 0}}}):totable(),
            {{{1, 1, 3, 2, 2}, {0, 0, 0, 0, 0}}})
  local nan = torch.Tensor {{{1, 0 / 0, 3}}}
  local y = nn.SpatialAdaptiveMaxPooling(1, 1):forward(nan)
  tester:ne(y[1][1][1], y[1][1][1])
end

function suite.unpooling()
  local x = torch.Tensor {{{1, 4, 2, 0}, {3, 0, 5, 1}}}
  local pool = nn.SpatialMaxPooling(2, 2)
  local m = nn.SpatialMaxUnpooling(pool)
  local y = pool:forward(x)
  tester:eq(m:forward(y):totable(), {{{0, 4, 0, 0}, {0, 0, 5, 0}}})
  tester:eq(m:backward(y, x):totable(), {{{4, 5}}})
  for _, sizes in ipairs {{2, 4, 6}, {3, 2, 4, 5}} do
    local input = shuffled(unpack(sizes))
    y = pool:forward(input)
    tester:assertlt(support.gradient_error(m, y), 1e-7)
    tester:eq(m:forward(y):size(), input:size())
    tester:eq(m:forward(support.strided(y)), m:forward(y):clone())
  end
  local volume = nn.VolumetricMaxPooling(2, 2, 2):ceil()
  m = nn.VolumetricMaxUnpooling(volume)
  local input = shuffled(2, 2, 3, 4, 5)
  y = volume:forward(input)
  local restored = m:forward(y):clone()
  tester:eq(restored:size(), input:size())
  tester:eq(volume:forward(restored), y)
  tester:assertlt(support.gradient_error(m, y), 1e-7)
  local both = nn.Sequential():add(volume):add(m)
  tester:eq(torch.deserialize(torch.serialize(both)):float():forward(input:float()),
            restored:float())
end

-- The regions that a seed gives, written out.
function suite.fractional_values()
  local x = torch.range(1, 40):view(1, 5, 8)
  local m = nn.SpatialFractionalMaxPooling(2, 3, 4, 2)
  for seed = 1, 20 do
    torch.manualSeed(seed)
    local u, v = torch.uniform(), torch.uniform()
    torch.manualSeed(seed)
    local y = m:forward(x)
    for j = 1, 4 do
      local column = j == 4 and 6 or math.floor((j - 1 + u) * 2) - math.floor(u * 2)
      for i = 1, 2 do
        local row = i == 2 and 2 or math.floor((i - 1 + v) * 2) - math.floor(v * 2)
        tester:eq(y[1][i][j], (row + 2) * 8 + column + 2)
      end
    end
    tester:assertTensorEq(m.randomSamples, torch.Tensor {{{u, v}}}, 0)
  end
  local input = torch.rand(1, 20, 20)
  m = nn.SpatialFractionalMaxPooling(2, 2, 0.62, 0.7)
  local first = m:forward(input):clone()
  tester:eq(first:size():totable(), {1, 14, 12})
  tester:ne(m:forward(input), first)
  first = m:forward(input):clone()
  tester:assert(m:fixPoolingRegions() == m)
  tester:eq(m:forward(input), first)
  tester:assertlt(support.gradient_error(m, shuffled(1, 5, 6)), 1e-7)
  m:fixPoolingRegions(false)
  local volume = nn.VolumetricFractionalMaxPooling(2, 3, 2, 3, 4, 5):fixPoolingRegions()
  tester:eq(volume:forward(torch.rand(2, 6, 7, 5)):size():totable(), {2, 5, 4, 3})
  tester:assertlt(support.gradient_error(volume, shuffled(1, 6, 7, 5)), 1e-7)
end

function suite.options()
  local x = torch.rand(2, 3, 3, 3, 3)
  local m = nn.VolumetricMaxPooling(2, 2, 2)
  tester:eq(m:forward(x):size(5), 1)
  tester:eq(m:ceil():forward(x):size(5), 2)
  tester:eq(m:floor():forward(x):size(5), 1)
  tester:eq(torch.type(m:float().indices), 'torch.LongTensor')
  m.padT, m.padW, m.padH, m.ceil_mode, m.indices = nil, nil, nil, nil, nil -- as in old files
  tester:eq(m:forward(x:float()):size(5), 1)
end

function suite.pooling_errors()
  local function fails(pattern, f) tester:assertErrorPattern(f, pattern) end
  local x = torch.rand(1, 3, 3, 3)
  fails('nn.VolumetricMaxPooling: the output size would be 0x1x1: a 4x2x2 kernel does not fit into '
        .. '3x3x3 padded by 0x0x0', function() nn.VolumetricMaxPooling(4, 2, 2):forward(x) end)
  fails('the padding must be at most half of the kernel, got 2x0x0 for a 2x2x2 kernel',
        function() nn.VolumetricMaxPooling(2, 2, 2, 1, 1, 1, 2):forward(x) end)
  fails('input must have 4 to 5 dimensions', function()
    nn.VolumetricAveragePooling(2, 2, 2):forward(torch.rand(3, 3, 3))
  end)
  fails('gradOutput is 1x3x3x3, expected 1x1x1x1',
        function() nn.VolumetricAveragePooling(2, 2, 2):backward(x, x) end)
  fails('nn.SpatialAdaptiveMaxPooling: H must be at least 1, got 0',
        function() nn.SpatialAdaptiveMaxPooling(2, 0):forward(x) end)
  fails('poolSizeH must be at least 2, got 1',
        function() nn.SpatialFractionalMaxPooling(2, 1, 2, 2) end)
  fails('ratioW must be below 1, got 2', function() nn.SpatialFractionalMaxPooling(2, 2, 2, 0.5) end)
  fails('2 regions of 3 need a size of at least 4, got 3',
        function() nn.SpatialFractionalMaxPooling(3, 3, 2, 2):forward(x[1]) end)
  fails("the pooling's kernel and stride must be equal, got kW 3 and dW 2",
        function() nn.SpatialMaxUnpooling(nn.SpatialMaxPooling(3, 2, 2, 2)) end)
  fails('the pooling must be an nn.VolumetricMaxPooling, got nn.SpatialMaxPooling',
        function() nn.VolumetricMaxUnpooling(nn.SpatialMaxPooling(2, 2)) end)
  fails("the input is 1x2x2, the pooling's last output was 1x1x1", function()
    local pool = nn.SpatialMaxPooling(2, 2)
    pool:forward(torch.rand(1, 3, 3))
    nn.SpatialMaxUnpooling(pool):forward(torch.rand(1, 2, 2))
  end)
  fails('input must have 2 to 3 dimensions',
        function() nn.TemporalMaxPooling(2):forward(torch.Tensor(3)) end)
end

function suite.errors()
  local function fails(pattern, f) tester:assertErrorPattern(f, pattern) end
  local x = torch.Tensor(3, 2)
  fails('k must be in 1 to the number of frames, got 4 %(input 3x2%)',
        function() nn.TemporalDynamicKMaxPooling(4):forward(x) end)
  fails('input must have 2 to 3 dimensions',
        function() nn.TemporalDynamicKMaxPooling(1):forward(torch.Tensor(3)) end)
  fails('the width must be in 2 to 16, got 17', function() nn.FeatureLPPooling(17, 1, 2) end)
  fails('nn.FeatureLPPooling: stride must be a number, got nil', function() nn.FeatureLPPooling(2) end)
  fails('the input has 3 features, the window 4 %(input 3x2%)',
        function() nn.FeatureLPPooling(4, 1, 2):forward(x) end)
  fails('input must have 2 to 4 dimensions',
        function() nn.FeatureLPPooling(2, 1, 2, true):forward(torch.Tensor(3)) end)
end

-- What fields of a file may hold in place of what the class puts there.
function suite.fields()
  local function fails(pattern, f) tester:assertErrorPattern(f, pattern) end
  local k = nn.TemporalDynamicKMaxPooling(1)
  for _, factor in ipairs {1e300, math.huge, 2} do
    k.factor = factor
    fails('k must be in 1 to the number of frames, got', function() k:forward(torch.randn(3, 2)) end)
  end
  local x = torch.randn(1, 6, 6)
  local f = nn.SpatialFractionalMaxPooling(2, 2, 3, 3):fixPoolingRegions()
  f:forward(x)
  for _, sample in ipairs {-1, 1e9, 1e300, 0 / 0} do
    f.randomSamples:fill(sample)
    tester:assert(pcall(f.forward, f, x), 'sample ' .. sample)
  end
  f.poolSizeW = -2
  fails('field poolSizeW must be at least 1, got %-2', function() f:forward(x) end)
  local pool = nn.SpatialMaxPooling(2, 2)
  local unpool = nn.SpatialMaxUnpooling(pool)
  local y = pool:forward(x):clone()
  pool.iwidth = 0
  fails('the output size would be 1x6x0', function() unpool:forward(y) end)
  local lrn = nn.SpatialCrossMapLRN(3)
  lrn.size = 2 ^ 31 - 1
  tester:eq(lrn:forward(x):size(2), 6)
end

tester:add(suite):run()
