-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialZeroPadding.

local torch = require 'torch'
require 'nn'

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
local support = dofile(folder .. '/support.lua')

local tester = torch.Tester()
local suite = torch.TestSuite()

function suite.layer()
  for _, sizes in ipairs {{1}, {1, 2, 0, 3}, {-1, 2, 1, -1}, {-2, -1, -1, 0}, {5, -4, 0, 0}, {-4, 6, 0, 0}} do
    local function make() return nn.SpatialZeroPadding(unpack(sizes)) end
    local x = torch.Tensor(2, 3, 3, 4):uniform(-1, 1)
    support.check_layer(tester, tostring(make()), make, x, {batch = true})
    tester:eq(support.leaked(function() support.run(make(), x) end), 0)
  end
end

function suite.values()
  local x = torch.Tensor {{{1, 2}, {3, 4}}}
  local y = nn.SpatialZeroPadding(1, -1, 0, 1):forward(x)
  tester:eq(y:totable(), {{{0, 1}, {0, 3}, {0, 0}}})
  y = nn.SpatialZeroPadding(3, -2, 0, 0):forward(x) -- all is cut off
  tester:eq(y:totable(), {{{0, 0, 0}, {0, 0, 0}}})
  tester:eq(tostring(nn.SpatialZeroPadding(1, 2)), 'nn.SpatialZeroPadding(l=1, r=2, t=1, b=1)')
end

function suite.errors()
  local x = torch.Tensor(1, 2, 3)
  tester:assertErrorPattern(function() nn.SpatialZeroPadding(-2, -1, 0, 0):forward(x) end,
                            'nn.SpatialZeroPadding: the output size would be 1x2x0 %(input 1x2x3%)')
  tester:assertErrorPattern(function() nn.SpatialZeroPadding(1):backward(x, x) end,
                            'gradOutput is 1x2x3, expected 1x4x5 %(input 1x2x3%)')
  tester:assertErrorPattern(function() nn.SpatialZeroPadding(1):forward(torch.Tensor(3)) end,
                            'input must have 3 to 4 dimensions')
end

tester:add(suite):run()
