-- SPDX-License-Identifier: BSD-3-Clause
-- The paddings of images and volumes: by zeros, by reflection, by replication.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local function check(class, sizes, ...)
  local function make() return nn[class](unpack(sizes)) end
  local x = torch.Tensor(...):uniform(-1, 1)
  support.check_layer(tester, tostring(make()), make, x, {batch = true})
  tester:eq(support.leaked(function() support.run(make(), x) end), 0)
end

function suite.layers()
  local paddings = {{1}, {1, 2, 0, 3}, {-1, 2, 1, -1}, {-2, -1, -1, 0}, {5, -4, 0, 0}, {-4, 6, 0, 0}, {0}}
  for i, sizes in ipairs(paddings) do
    check('SpatialZeroPadding', sizes, 2, 3, 3, 4)
    check('SpatialReplicationPadding', sizes, 2, 3, 3, 4)
    check('VolumetricReplicationPadding', {sizes[1], sizes[2], sizes[3], sizes[4], i % 3, -1}, 2, 2, 3,
          3, 4)
  end
  for _, sizes in ipairs {{1}, {1, 2, 0, 2}, {-1, 2, 1, -1}, {-2, -1, -1, 0}, {3, -2, 0, 0}, {0}} do
    check('SpatialReflectionPadding', sizes, 2, 3, 3, 4)
  end
  check('SpatialReflectionPadding', {0}, 2, 3, 1, 1)
  check('VolumetricReplicationPadding', {2, 0, 0, 1, 1, 0}, 1, 1, 1, 1, 1)
end

function suite.values()
  local x = torch.Tensor {{{1, 2}, {3, 4}}}
  local y = nn.SpatialZeroPadding(1, -1, 0, 1):forward(x)
  tester:eq(y:totable(), {{{0, 1}, {0, 3}, {0, 0}}})
  y = nn.SpatialZeroPadding(3, -2, 0, 0):forward(x) -- all is cut off
  tester:eq(y:totable(), {{{0, 0, 0}, {0, 0, 0}}})
  y = nn.SpatialReplicationPadding(2, -1, 0, 1):forward(x)
  tester:eq(y:totable(), {{{1, 1, 1}, {3, 3, 3}, {3, 3, 3}}})

  x = torch.Tensor {{{1, 2, 3}, {4, 5, 6}}}
  local reflection = nn.SpatialReflectionPadding(2, 1, 1, 0)
  tester:eq(reflection:forward(x):totable(),
            {{{6, 5, 4, 5, 6, 5}, {3, 2, 1, 2, 3, 2}, {6, 5, 4, 5, 6, 5}}})
  tester:eq(reflection:backward(x, torch.ones(1, 3, 6)):totable(), {{{1, 3, 2}, {2, 6, 4}}})
  y = nn.SpatialReflectionPadding(2, -2, 0, 0):forward(x) -- mirrors what it cuts off
  tester:eq(y:totable(), {{{3, 2, 1}, {6, 5, 4}}})

  x = torch.Tensor(1, 2, 1, 2):copy(torch.range(1, 4))
  local volume = nn.VolumetricReplicationPadding(1, 0, 0, 0, 0, 1)
  tester:eq(volume:forward(x):totable(), {{{{1, 1, 2}}, {{3, 3, 4}}, {{3, 3, 4}}}})
  tester:eq(volume:backward(x, torch.ones(1, 3, 1, 3)):totable(), {{{{2, 1}}, {{4, 2}}}})
end

function suite.texts()
  tester:eq(tostring(nn.SpatialZeroPadding(1, 2)), 'nn.SpatialZeroPadding(l=1, r=2, t=1, b=1)')
  tester:eq(tostring(nn.SpatialReflectionPadding(1, 2, 3)),
            'nn.SpatialReflectionPadding(l=1, r=2, t=3, b=1)')
  tester:eq(tostring(nn.VolumetricReplicationPadding(1, 2)),
            'nn.VolumetricReplicationPadding(left=1, right=2, top=1, bottom=1, front=1, back=1)')
end

function suite.errors()
  local x = torch.Tensor(1, 2, 3)
  for _, class in ipairs {'SpatialZeroPadding', 'SpatialReplicationPadding',
                          'SpatialReflectionPadding'} do
    tester:assertErrorPattern(function() nn[class](-2, -1, 0, 0):forward(x) end,
                              class .. ': the output size would be 1x2x0 %(input 1x2x3%)')
    tester:assertErrorPattern(function() nn[class](1):backward(x, x) end,
                              'gradOutput is 1x2x3, expected 1x4x5 %(input 1x2x3%)')
    tester:assertErrorPattern(function() nn[class](1):forward(torch.Tensor(3)) end,
                              'input must have 3 to 4 dimensions')
  end
  tester:assertErrorPattern(function() nn.VolumetricReplicationPadding(1):forward(x) end,
                            'input must have 4 to 5 dimensions')
  tester:assertErrorPattern(function() nn.SpatialReflectionPadding(0, 3, 0, 0):forward(x) end,
                            'the padding must be below the size, got 0 and 3 for 3 %(input 1x2x3%)')
end

tester:add(suite):run()
