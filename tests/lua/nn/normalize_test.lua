-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Normalize, nn.LayerNormalization.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.off_zero

for _, p in ipairs {0.5, 1, 1.5, 2, 3, 4, 7.3, math.huge} do
  suite['p = ' .. p] = function()
    local function make() return nn.Normalize(p) end
    support.check_layer(tester, 'Normalize ' .. p, make, input(4, 5), {batch = true})
    support.check_layer(tester, 'Normalize of a vector ' .. p, make, input(6))
    support.check_layer(tester, 'Normalize of one element ' .. p, make, input(3, 1), {batch = true})
    tester:eq(support.leaked(function() support.run(make(), input(3, 4)) end), 0)
    -- The norm of each row is 1.
    local y = make():forward(input(20, 30))
    for i = 1, 20 do
      local norm = p == math.huge and y[i]:clone():abs():max() or y[i]:norm(p)
      tester:assert(math.abs(norm - 1) < 1e-8)
    end
  end
end

function suite.values()
  local m = nn.Normalize(2)
  tester:assert(support.difference(m:forward(torch.Tensor {{3, 4}, {0, -2}}),
                                   torch.Tensor {{0.6, 0.8}, {0, -1}}) < 1e-10)
  tester:eq(m:forward(torch.Tensor {0, 0}):totable(), {0, 0})
  local g = nn.Normalize(1)
  g:forward(torch.Tensor {0, 2})
  local gradInput = g:backward(torch.Tensor {0, 2}, torch.Tensor {1, 1})
  tester:assert(support.difference(gradInput, torch.Tensor {0.5, 0}) < 1e-9)
end

function suite.large_and_small()
  for _, size in ipairs {1, 1e15, 1e25, 1e37} do
    for _, p in ipairs {1, 2, 3, math.huge} do
      local x, g = torch.FloatTensor {{3, 4}, {-1, 2}}, torch.FloatTensor {{1, 2}, {3, 4}}
      local function run(by)
        local m = nn.Normalize(p):float()
        local scaled = x:clone():mul(by)
        return m:forward(scaled):clone(), m:backward(scaled, g):clone():mul(by)
      end
      local y, dx = run(1)
      local far_y, far_dx = run(size)
      tester:assert(support.difference(far_y, y) < 1e-6, ('%g, p = %g'):format(size, p))
      tester:assert(support.difference(far_dx, dx) < 1e-6, ('%g, p = %g: gradient'):format(size, p))
    end
  end
  local y = nn.Normalize(2):forward(torch.Tensor {3e200, 4e200})
  tester:assert(support.difference(y, torch.Tensor {0.6, 0.8}) < 1e-10)
end

function suite.LayerNormalization()
  local function make() return nn.LayerNormalization(5, 0.3) end
  support.check_layer(tester, 'LayerNormalization', make, input(4, 5), {batch = true})
  support.check_layer(tester, 'LayerNormalization without parameters',
                      function() return nn.LayerNormalization(5, nil, nil, false) end, input(4, 5))
  local m = make()
  tester:eq(#m.modules, 6)
  tester:eq(#nn.LayerNormalization(5, 0, 1e-5, false).modules, 4)
  local y = m:forward(input(3, 5)):add(-0.3)
  for i = 1, 3 do
    tester:assert(math.abs(y[i]:mean()) < 1e-12 and math.abs(y[i]:norm() - math.sqrt(5)) < 1e-8)
  end
end

function suite.errors()
  fails('nn.Normalize: p must be a number, got nil', function() nn.Normalize() end)
  fails('nn.Normalize: p must be a number above 0, got %-1', function() nn.Normalize(-1) end)
  fails('nn.Normalize: input must have 1 to 2 dimensions, got DoubleTensor 2x3x4',
        function() nn.Normalize(2):forward(torch.Tensor(2, 3, 4)) end)
  fails('nn.Normalize: gradOutput has sizes 2, the output has 3', function()
    local m = nn.Normalize(2)
    m:forward(torch.Tensor(3):fill(1))
    m:backward(torch.Tensor(3), torch.Tensor(2))
  end)
end

tester:add(suite):run()
