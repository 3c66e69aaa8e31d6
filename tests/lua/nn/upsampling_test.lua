-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialUpSamplingNearest, nn.SpatialUpSamplingBilinear, nn.UpSampling, nn.PixelShuffle.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

function suite.layers()
  local planes = {batch = true}
  for _, case in ipairs {
    {function() return nn.SpatialUpSamplingNearest(3) end, input(2, 3, 2, 4), planes},
    {function() return nn.SpatialUpSamplingBilinear(2) end, input(2, 3, 3, 4), planes},
    {function() return nn.SpatialUpSamplingBilinear {owidth = 3, oheight = 7} end, input(2, 2, 4, 5),
     planes},
    {function() return nn.SpatialUpSamplingBilinear {owidth = 1, oheight = 1} end, input(2, 2, 4, 5),
     planes},
    {function() return nn.UpSampling(2) end, input(2, 3, 2, 3)},
    {function() return nn.UpSampling(3) end, input(1, 2, 2, 3, 2)},
    {function() return nn.UpSampling(2, 'bilinear') end, input(2, 3, 2, 3)},
    {function() return nn.UpSampling({odepth = 4, oheight = 2, owidth = 5}, 'linear') end,
     input(2, 2, 3, 3, 2)},
    {function() return nn.PixelShuffle(2) end, input(2, 8, 2, 3), planes},
  } do
    local make, x, options = unpack(case)
    support.check_layer(tester, tostring(make()), make, x, options)
    tester:eq(support.leaked(function() support.run(make(), x) end), 0)
  end
end

function suite.bilinear_values()
  local m = nn.SpatialUpSamplingBilinear {oheight = 3, owidth = 5}
  local y = m:forward(torch.Tensor {{{0, 4}, {8, 16}}})
  tester:eq(y:totable(), {{{0, 1, 2, 3, 4}, {4, 5.5, 7, 8.5, 10}, {8, 10, 12, 14, 16}}})
end

-- An output that lies on an input pixel has nothing of its neighbours, not even of an infinite one.
function suite.bilinear_infinity()
  local y = nn.SpatialUpSamplingBilinear {oheight = 3, owidth = 3}:forward(
    torch.Tensor {{{1, 2}, {3, math.huge}}})
  local infinite = y:eq(math.huge)
  tester:eq(infinite:totable(), {{{0, 0, 0}, {0, 1, 1}, {0, 1, 1}}})
  tester:eq(y:maskedFill(infinite, 0):totable(), {{{1, 1.5, 2}, {2, 0, 0}, {3, 0, 0}}})
end

-- A linear function stays one. (Positions are computed in single precision.)
function suite.trilinear_values()
  local function ramp(depth, height, width)
    local t = torch.Tensor(1, 1, depth, height, width)
    for z = 1, depth do
      for y = 1, height do
        for x = 1, width do
          t[1][1][z][y][x] = (z - 1) / (depth - 1) + 10 * (y - 1) / (height - 1) +
                             100 * (x - 1) / (width - 1)
        end
      end
    end
    return t
  end
  local m = nn.UpSampling({odepth = 5, oheight = 4, owidth = 7}, 'trilinear')
  tester:assert(support.difference(m:forward(ramp(2, 3, 4)), ramp(5, 4, 7)) < 1e-6)
end

function suite.nearest_values()
  local y = nn.UpSampling(2):forward(torch.Tensor {1, 2}:view(1, 1, 1, 2))
  tester:eq(y[1][1]:totable(), {{1, 1, 2, 2}, {1, 1, 2, 2}})
  y = nn.UpSampling(2):forward(torch.Tensor {1, 2}:view(1, 1, 2, 1, 1))
  tester:eq(y[1][1]:totable(), {{{1, 1}, {1, 1}}, {{1, 1}, {1, 1}}, {{2, 2}, {2, 2}}, {{2, 2}, {2, 2}}})
end

function suite.shuffle_values()
  local y = nn.PixelShuffle(2):forward(torch.Tensor {1, 2, 3, 4}:view(4, 1, 1))
  tester:eq(y:totable(), {{{1, 2}, {3, 4}}})
end

function suite.texts()
  tester:eq(tostring(nn.SpatialUpSamplingBilinear(2)), 'nn.SpatialUpSamplingBilinear(2)')
  tester:eq(tostring(nn.SpatialUpSamplingBilinear {oheight = 3, owidth = 4}),
            'nn.SpatialUpSamplingBilinear(3, 4)')
  tester:eq(tostring(nn.UpSampling(2)), 'nn.UpSampling(2x, nearest)')
  tester:eq(tostring(nn.UpSampling({odepth = 2, oheight = 3, owidth = 4}, 'linear')),
            'nn.UpSampling(2x3x4, linear)')
end

function suite.errors()
  fails('nn.UpSampling: the scale must be a positive whole number, got 1.5',
        function() nn.UpSampling(1.5) end)
  fails("nn.UpSampling: mode 'nearest' needs a scale, not sizes",
        function() nn.UpSampling {oheight = 2, owidth = 2} end)
  fails('nn.UpSampling: input must have 4 to 5 dimensions, got DoubleTensor 2x3x4',
        function() nn.UpSampling(2):forward(input(2, 3, 4)) end)
  fails('nn.SpatialUpSamplingBilinear: gradOutput has sizes 2x3x3, the output has 2x4x6',
        function() nn.SpatialUpSamplingBilinear(2):backward(input(2, 2, 3), input(2, 3, 3)) end)
  fails('nn.PixelShuffle: 6 channels cannot be shuffled into squares of 2x2',
        function() nn.PixelShuffle(2):forward(input(6, 2, 2)) end)
end

-- What fields of a file may hold in place of what the class puts there.
function suite.fields()
  local m = nn.PixelShuffle(2)
  m.upscaleFactor = 2 ^ 31 - 1
  fails('nn.PixelShuffle: 4 channels cannot be shuffled into squares of 2147483647x2147483647',
        function() m:forward(input(4, 3, 3)) end)
  m.upscaleFactor = 2 ^ 40
  fails('nn.PixelShuffle: field upscaleFactor must be a number from',
        function() m:forward(input(4, 3, 3)) end)
  m = nn.SpatialUpSamplingNearest(2)
  m.scale_factor = 2 ^ 20
  fails('out of memory', function() m:forward(input(4, 3, 3)) end)
end

tester:add(suite):run()
