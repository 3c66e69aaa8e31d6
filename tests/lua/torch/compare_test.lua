-- SPDX-License-Identifier: BSD-3-Clause
-- The calling forms of the comparisons and of the operators on bits.

local torch = require 'torch'
local elements = require('support.checks').elements

local tester = torch.Tester()
local suite = torch.TestSuite()

local function same(t, list) tester:eq(elements(t), list) end

function suite.comparisons()
  local x, y = torch.FloatTensor {1, 2, 3}, torch.FloatTensor {3, 2, 1}
  for name, expected in pairs {
    lt = {{1, 0, 0}, {1, 0, 0}}, le = {{1, 1, 0}, {1, 1, 0}}, gt = {{0, 0, 1}, {0, 0, 1}},
    ge = {{0, 1, 1}, {0, 1, 1}}, eq = {{0, 1, 0}, {0, 1, 0}}, ne = {{1, 0, 1}, {1, 0, 1}},
  } do
    for i, operand in ipairs {2, y} do
      local result = torch[name](x, operand)
      tester:eq(torch.typename(result), 'torch.ByteTensor')
      same(result, expected[i])
      same(x[name](x, operand), expected[i])
      same(x, {1, 2, 3}) -- a method makes a new tensor, too
      local given = torch.FloatTensor()
      tester:assert(torch[name](given, x, operand) == given)
      same(given, expected[i])
      local bytes = torch.ByteTensor()
      same(torch[name](bytes, x, operand), expected[i])
      same(bytes[name](bytes, x, operand), expected[i])
    end
  end
end

function suite.equal()
  local x = torch.Tensor {1, 2, 3}
  tester:eq(x:equal(torch.Tensor {1, 2, 3}), true)
  tester:eq(torch.equal(x, torch.Tensor {1, 2, 4}), false)
end

function suite.bits()
  local x, y = torch.LongTensor {6, 3}, torch.LongTensor {1, 2}
  same(torch.bitand(x, 2), {2, 2})
  same(torch.bitor(x, 8), {14, 11})
  same(torch.bitxor(x, 1), {7, 2})
  same(torch.lshift(x, 1), {12, 6})
  same(torch.rshift(x, 1), {3, 1})
  same(torch.cbitand(x, y), {0, 2})
  same(torch.cbitor(x, y), {7, 3})
  same(torch.cbitxor(x, y), {7, 1})
  same(torch.clshift(x, y), {12, 12})
  same(torch.crshift(x, y), {3, 0})
  local z = x:clone()
  tester:assert(z:bitand(4) == z)
  same(z, {4, 0})
  same(z:cbitor(x, y), {7, 3})
  local ok, err = pcall(torch.bitand, torch.FloatTensor(2), 1)
  tester:assert(not ok)
  local text = 'torch.bitand: a tensor of integers is needed, got FloatTensor 2'
  tester:assert(err:find(text, 1, true) ~= nil, err)
end

tester:add(suite)
tester:run()
