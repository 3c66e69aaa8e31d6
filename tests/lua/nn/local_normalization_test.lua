-- SPDX-License-Identifier: BSD-3-Clause
-- Normalizations by an element's neighbourhood: nn.SpatialCrossMapLRN.

local torch = require 'torch'
require 'nn'

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
local support = dofile(folder .. '/support.lua')

local tester = torch.Tester()
local suite = torch.TestSuite()

local function input(...)
  return torch.Tensor(...):uniform(-1, 1)
end

function suite.cross_map()
  for _, case in ipairs {
    {{3}, {2, 5, 2, 3}},
    {{5, 0.5, 0.6, 2}, {2, 3, 2, 2}}, -- a window over all planes
    {{1, 0.5}, {2, 2, 2, 2}},
    {{4, 0.3}, {2, 6, 2, 2}},
  } do
    local function make() return nn.SpatialCrossMapLRN(unpack(case[1])) end
    local x = input(torch.LongStorage(case[2]))
    support.check_layer(tester, 'SpatialCrossMapLRN', make, x, {batch = true})
    tester:eq(support.leaked(function() support.run(make(), x) end), 0)
  end
end

function suite.cross_map_values()
  local m = nn.SpatialCrossMapLRN(3, 6, 1, 1)
  local y = m:forward(torch.Tensor {1, 2, 3, 4}:view(4, 1, 1)):view(-1)
  local squares = {1 + 4, 1 + 4 + 9, 4 + 9 + 16, 9 + 16}
  for c = 1, 4 do
    tester:assert(math.abs(y[c] - c / (1 + 2 * squares[c])) < 1e-15)
  end
  tester:eq({m.alpha, m.beta, m.k, m.size}, {6, 1, 1, 3})
  local defaults = nn.SpatialCrossMapLRN(5)
  tester:eq({defaults.alpha, defaults.beta, defaults.k}, {0.0001, 0.75, 1})
end

function suite.errors()
  tester:assertErrorPattern(function() nn.SpatialCrossMapLRN(3):forward(input(3, 3)) end,
                            'nn.SpatialCrossMapLRN: input must have 3 to 4 dimensions')
  tester:assertErrorPattern(function() nn.SpatialCrossMapLRN() end, 'size must be at least 1, got 0')
end

tester:add(suite):run()
