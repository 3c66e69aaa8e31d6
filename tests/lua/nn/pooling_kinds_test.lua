-- SPDX-License-Identifier: BSD-3-Clause
-- The poolings beside nn.SpatialMaxPooling and nn.SpatialAveragePooling (convolution_test.lua): over
-- sequences, volumes and features, by regions of other sizes.

local torch = require 'torch'
require 'nn'

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
local support = dofile(folder .. '/support.lua')

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

function suite.errors()
  local function fails(pattern, f) tester:assertErrorPattern(f, pattern) end
  local x = torch.Tensor(3, 2)
  fails('k must be in 1 to the number of frames, got 4 %(input 3x2%)',
        function() nn.TemporalDynamicKMaxPooling(4):forward(x) end)
  fails('input must have 2 to 3 dimensions',
        function() nn.TemporalDynamicKMaxPooling(1):forward(torch.Tensor(3)) end)
  fails('the width must be in 2 to 16, got 17', function() nn.FeatureLPPooling(17, 1, 2) end)
  fails('the stride must be in 1 to 4, got nil', function() nn.FeatureLPPooling(2) end)
  fails('the input has 3 features, the window 4 %(input 3x2%)',
        function() nn.FeatureLPPooling(4, 1, 2):forward(x) end)
  fails('input must have 2 to 4 dimensions',
        function() nn.FeatureLPPooling(2, 1, 2, true):forward(torch.Tensor(3)) end)
end

tester:add(suite):run()
