-- SPDX-License-Identifier: BSD-3-Clause
-- Normalizations by an element's neighbourhood: nn.SpatialCrossMapLRN,
-- nn.SpatialSubtractiveNormalization, nn.SpatialDivisiveNormalization,
-- nn.SpatialContrastiveNormalization.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local input = support.uniform

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

local kernels = {torch.Tensor {{1, 2, 1}, {2, 4, 3}, {1, 2, 1}}, torch.Tensor {1, 2, 2}}

function suite.neighbourhoods()
  for _, kernel in ipairs(kernels) do
    for _, case in ipairs {
      {'SpatialSubtractiveNormalization', {2, kernel}},
      {'SpatialDivisiveNormalization', {2, kernel}},
      {'SpatialDivisiveNormalization', {2, kernel, 0.6, 0.9}}, -- some deviations are below
      {'SpatialContrastiveNormalization', {2, kernel, 0.1}},
    } do
      local class, arguments = unpack(case)
      local function make() return nn[class](unpack(arguments)) end
      local x = input(2, 2, 4, 5)
      support.check_layer(tester, class, make, x, {batch = true})
      tester:eq(support.leaked(function() support.run(make(), x) end), 0)
      local m = make()
      m:forward(x)
      m:forward(input(2, 5, 3)) -- other sizes, and back
      tester:assert(support.difference(support.run(m, x), support.run(make(), x)) < 1e-14, class)
    end
  end
  tester:eq(kernels[2]:totable(), {1, 2, 2}) -- the caller's kernel stays as it is
end

-- The definition: weighted sums over the neighbours that exist, divided by the sum of their weights.
function suite.neighbourhood_values()
  for _, kernel in ipairs(kernels) do
    local weights = kernel
    if kernel:dim() == 1 then weights = torch.ger(kernel, kernel) end
    local x = input(2, 4, 5)
    local mean, deviation = torch.Tensor(4, 5), torch.Tensor(4, 5)
    for row = 1, 4 do
      for column = 1, 5 do
        local sum, squares, total = 0, 0, 0
        for i = 1, 3 do
          for j = 1, 3 do
            local y, z = row + i - 2, column + j - 2
            if y >= 1 and y <= 4 and z >= 1 and z <= 5 then
              for plane = 1, 2 do
                sum = sum + weights[i][j] * x[plane][y][z]
                squares = squares + weights[i][j] * x[plane][y][z] ^ 2
                total = total + weights[i][j]
              end
            end
          end
        end
        mean[row][column] = sum / total
        -- the root of the weighted sum, divided by the sum of the weights that lie inside
        deviation[row][column] = math.sqrt(squares * 2 * weights:sum()) / total
      end
    end
    local y = nn.SpatialSubtractiveNormalization(2, kernel):forward(x)
    tester:assert(support.difference(y, x - mean:view(1, 4, 5):expand(2, 4, 5)) < 1e-14)
    if kernel:dim() == 2 then
      y = nn.SpatialDivisiveNormalization(2, kernel):forward(x)
      local expected = torch.cdiv(x, deviation:view(1, 4, 5):expand(2, 4, 5))
      tester:assert(support.difference(y, expected) < 1e-13)
    end
  end
end

-- Where all is flat nothing is left, and nothing is blown up.
function suite.flat_image()
  local y = nn.SpatialContrastiveNormalization(1):forward(torch.Tensor(1, 12, 11):fill(3))
  tester:assert(support.largest(y) < 1e-9)
end

function suite.errors()
  tester:assertErrorPattern(function() nn.SpatialCrossMapLRN(3):forward(input(3, 3)) end,
                            'nn.SpatialCrossMapLRN: input must have 3 to 4 dimensions')
  tester:assertErrorPattern(function() nn.SpatialCrossMapLRN() end,
                            'nn.SpatialCrossMapLRN: size must be a number, got nil')
  tester:assertErrorPattern(function() nn.SpatialSubtractiveNormalization(1, torch.Tensor(3, 4)) end,
                            'the kernel must have 1 or 2 dimensions of odd sizes, got 3x4')
  tester:assertErrorPattern(function() nn.SpatialDivisiveNormalization(1, torch.Tensor(2)) end,
                            'the kernel must have 1 or 2 dimensions of odd sizes, got 2')
end

tester:add(suite):run()
