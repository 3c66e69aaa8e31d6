-- SPDX-License-Identifier: BSD-3-Clause
-- The calling forms of reductions and cumulative functions.

local torch = require 'torch'
local elements = require('support.checks').elements

local tester = torch.Tester()
local suite = torch.TestSuite()

local function same(t, sizes, list)
  tester:eq(t:size():totable(), sizes)
  tester:eq(elements(t), list)
end

local x = torch.DoubleTensor {{1, 5, 3}, {4, 2, 6}}

function suite.numbers()
  tester:eq(x:sum(), 21)
  tester:eq(torch.sum(x), 21)
  tester:eq(torch.prod(x), 720)
  tester:eq(x:mean(), 3.5)
  tester:eq(x:max(), 6)
  tester:eq(torch.min(x), 1)
  tester:eq(x:var(), 3.5)
  tester:eq(x:var(true), 35 / 12)
  tester:eq(torch.std(x), math.sqrt(3.5))
  tester:eq(x:std(true), math.sqrt(35 / 12))
  tester:eq(x:norm(1), 21)
  tester:eq(torch.norm(x), math.sqrt(91))
  tester:eq(torch.dist(x, x:clone():zero(), 1), 21)
  tester:eq(torch.dist(x, x), 0)
  tester:eq(x:dot(x), 91)
  tester:eq(torch.trace(x), 3)
  tester:eq(torch.ByteTensor({1, 1}):all(), true)
  tester:eq(torch.any(torch.ByteTensor {0, 0}), false)
end

function suite.dimensions_are_kept()
  for name, expected in pairs {
    sum = {{{1, 3}, {5, 7, 9}}, {{2, 1}, {9, 12}}},
    prod = {{{1, 3}, {4, 10, 18}}, {{2, 1}, {15, 48}}},
    mean = {{{1, 3}, {2.5, 3.5, 4.5}}, {{2, 1}, {3, 4}}},
    var = {{{1, 3}, {4.5, 4.5, 4.5}}, {{2, 1}, {4, 4}}},
    std = {{{1, 3}, {math.sqrt(4.5), math.sqrt(4.5), math.sqrt(4.5)}}, {{2, 1}, {2, 2}}},
  } do
    for dim = 1, 2 do
      local sizes, list = expected[dim][1], expected[dim][2]
      same(torch[name](x, dim), sizes, list)
      same(x[name](x, dim), sizes, list)
      local result = torch.DoubleTensor()
      tester:assert(torch[name](result, x, dim) == result)
      same(result, sizes, list)
      same(result[name](result, x, dim), sizes, list)
    end
  end
  same(x:var(2, true), {2, 1}, {8 / 3, 8 / 3})
  same(torch.norm(x, 1, 2), {2, 1}, {9, 12})
  same(x:norm(1, 1), {1, 3}, {5, 7, 9})
end

function suite.extremes()
  local values, indices = torch.max(x, 1)
  same(values, {1, 3}, {4, 5, 6})
  same(indices, {1, 3}, {2, 1, 2})
  tester:eq(torch.typename(indices), 'torch.LongTensor')
  values, indices = x:min(2)
  same(values, {2, 1}, {1, 2})
  same(indices, {2, 1}, {1, 2})
  local v, i = torch.DoubleTensor(), torch.LongTensor()
  local a, b = torch.max(v, i, x, 2)
  tester:assert(a == v and b == i)
  same(v, {2, 1}, {5, 6})
  same(i, {2, 1}, {2, 3})
  torch.min(v, i, x, 1)
  same(v, {1, 3}, {1, 2, 3})
end

function suite.cumulative()
  same(torch.cumsum(x), {2, 3}, {1, 5, 3, 5, 7, 9})
  same(x:cumsum(2), {2, 3}, {1, 6, 9, 4, 6, 12})
  same(torch.cumprod(x, 2), {2, 3}, {1, 5, 15, 4, 8, 48})
  local result = torch.DoubleTensor()
  tester:assert(torch.cumprod(result, x) == result)
  same(result, {2, 3}, {1, 5, 3, 4, 10, 18})
end

function suite.renorm()
  local t = torch.DoubleTensor {{3, 4}, {0, 0.5}}
  local r = torch.renorm(t, 2, 1, 1)
  tester:assert(math.abs(r[1][1] - 0.6) < 1e-6 and math.abs(r[1][2] - 0.8) < 1e-6)
  tester:eq(r[2][2], 0.5)
  tester:assert(t:renorm(2, 1, 1) == t)
  tester:assert(math.abs(t[1][1] - 0.6) < 1e-6)
  -- a factor far below 1 keeps its digits, one of 1 changes nothing
  t = torch.DoubleTensor {{3e12, 4e12}, {0.6, 0.8}, {math.huge, 1}}
  r = torch.renorm(t, 2, 1, 1)
  tester:assert(math.abs(r[1][1] - 0.6) < 1e-12 and math.abs(r[1][2] - 0.8) < 1e-12)
  tester:eq({r[2][1], r[2][2], r[3][2]}, {0.6, 0.8, 0})
  r = torch.renorm(torch.FloatTensor {{3e6, 4e6}}, 2, 1, 1)
  tester:assert(math.abs(r[1][1] - 0.6) < 1e-6)
end

function suite.errors()
  local function fails(text, f, ...)
    local ok, err = pcall(f, ...)
    tester:assert(not ok and err:find(text, 1, true) ~= nil, tostring(err))
  end
  fails('torch.sum: dimension 3 is out of range for DoubleTensor 2x3', torch.sum, x, 3)
  fails('torch.sum: positions and dimensions count from 1, got 0', torch.sum, x, 0)
  fails('torch.mean: a floating point tensor is needed, got IntTensor 2', torch.mean, torch.IntTensor(2))
  fails('torch.dot: sizes 2x3 and 2 do not match', torch.dot, x, torch.DoubleTensor(2))
  fails('torch.max: a tensor with elements is needed', torch.max, torch.DoubleTensor())
end

tester:add(suite)
tester:run()
