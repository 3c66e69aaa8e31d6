-- SPDX-License-Identifier: BSD-3-Clause
-- The calling forms of the arithmetic functions, and Lua's operators on tensors.

local torch = require 'torch'
local checks = require 'support.checks'
local elements = checks.elements

local tester = torch.Tester()
local suite = torch.TestSuite()

local function same(t, list) tester:eq(elements(t), list) end

local message = checks.message(tester)
local function fails(f, text) message(text, f) end

function suite.forms_of_one_tensor_and_a_number()
  local x = torch.DoubleTensor {1, -2, 4}
  for name, expected in pairs {
    add = {3, 0, 6}, csub = {-1, -4, 2}, mul = {2, -4, 8}, div = {0.5, -1, 2}, pow = {1, 4, 16},
    fmod = {1, 0, 0}, mod = {1, 0, 0}, remainder = {1, 0, 0}, cmax = {2, 2, 4}, cmin = {1, -2, 2},
  } do
    same(torch[name](x, 2), expected)
    local result = torch.DoubleTensor()
    tester:assert(torch[name](result, x, 2) == result, name)
    same(result, expected)
    tester:assert(result:fill(7)[name](result, x, 2) == result, name)
    same(result, expected)
    local y = x:clone()
    y[name](y, 2)
    same(y, expected)
    same(x, {1, -2, 4})
  end
end

function suite.forms_of_two_tensors()
  local x, y = torch.DoubleTensor {1, -2, 5}, torch.DoubleTensor {2, 2, 2}
  for name, expected in pairs {
    add = {3, 0, 7}, csub = {-1, -4, 3}, cmul = {2, -4, 10}, cdiv = {0.5, -1, 2.5}, cpow = {1, 4, 25},
    cfmod = {1, 0, 1}, cmod = {1, 0, 1}, cremainder = {1, 0, 1}, cmax = {2, 2, 5}, cmin = {1, -2, 2},
  } do
    same(torch[name](x, y), expected)
    local result = torch.DoubleTensor()
    tester:assert(torch[name](result, x, y) == result, name)
    same(result, expected)
    same(result:fill(0)[name](result, x, y), expected)
    local z = x:clone()
    same(z[name](z, y), expected)
    same(z, expected)
  end
end

function suite.forms_with_scales()
  local x, y, z = torch.DoubleTensor {1, 2}, torch.DoubleTensor {3, 4}, torch.DoubleTensor {5, 8}
  same(torch.add(x, 2, y), {7, 10})
  same(torch.csub(x, 2, y), {-5, -6})
  same(x:clone():add(2, y), {7, 10})
  same(torch.addcmul(x, y, z), {16, 34})
  same(torch.addcmul(x, 2, y, z), {31, 66})
  same(x:clone():addcmul(2, y, z), {31, 66})
  same(torch.addcdiv(x, 2, z, y), {1 + 10 / 3, 6})
  same(torch.lerp(x, y, 0.5), {2, 3})
  same(x:clone():lerp(y, 0.5), {2, 3})
  tester:eq(torch.lerp(2, 4, 0.25), 2.5)
end

function suite.forms_of_one_tensor()
  local x = torch.DoubleTensor {-2, 0, 4}
  same(torch.abs(x), {2, 0, 4})
  same(torch.sign(x), {-1, 0, 1})
  same(torch.neg(x), {2, 0, -4})
  same(torch.clamp(x, -1, 1), {-1, 0, 1})
  same(torch.cinv(torch.DoubleTensor {2, 4}), {0.5, 0.25})
  same(x:clone():clamp(0, 3), {0, 0, 3})
  same(x:clone():abs(), {2, 0, 4})
  tester:eq(torch.abs(-3), 3)
  tester:eq(torch.pow(2, 10), 1024)
  same(torch.pow(2, torch.DoubleTensor {1, 3}), {2, 8})
  local result = torch.DoubleTensor()
  same(torch.pow(result, 2, x), {0.25, 1, 16})
  same(x:pow(2, x), {0.25, 1, 16})
  fails(function() x:pow(x) end, 'torch.pow: arguments (DoubleTensor 3) do not fit')
end

function suite.operators()
  local a, b = torch.FloatTensor {{1, 2}, {3, 4}}, torch.FloatTensor {{1, 1}, {2, 2}}
  same(a + b, {2, 3, 5, 6})
  same(a + 1, {2, 3, 4, 5})
  same(1 + a, {2, 3, 4, 5})
  same(a - b, {0, 1, 1, 2})
  same(a - 1, {0, 1, 2, 3})
  same(1 - a, {0, -1, -2, -3})
  same(a * 2, {2, 4, 6, 8})
  same(2 * a, {2, 4, 6, 8})
  same(a / 2, {0.5, 1, 1.5, 2})
  same(a % 2, {1, 0, 1, 0})
  same(-a % 3, {2, 1, 0, 2})
  same(-a, {-1, -2, -3, -4})
  same(a, {1, 2, 3, 4})
  tester:eq(torch.typename(a + 1), 'torch.FloatTensor')
  tester:eq((#a):size(), 2)
  tester:eq((#a)[2], 2)
  tester:assert(a == a)
  tester:assert(a ~= a:clone())
end

function suite.products()
  local m, v = torch.DoubleTensor {{1, 2}, {3, 4}}, torch.DoubleTensor {5, 6}
  same(m * m, {7, 10, 15, 22})
  same(m * v, {17, 39})
  same(m:t() * v, {23, 34})
  tester:eq(v * v, 61)
  fails(function() return m * torch.DoubleTensor(3, 2) end, 'operator *: sizes 2x2 and 3x2 do not match')
  fails(function() return m * torch.FloatTensor(2, 2) end,
        'operator *: types Double and Float do not match')
end

function suite.operator_errors()
  local a = torch.FloatTensor {{1, 2}, {3, 4}}
  fails(function() return a + torch.FloatTensor(3) end, 'operator +: sizes 2x2 and 3 do not match')
  fails(function() return a - torch.DoubleTensor(2, 2) end,
        'operator -: types Float and Double do not match')
  fails(function() return a + 'x' end, 'operator +: arguments (FloatTensor 2x2, ')
  fails(function() return a / {} end, 'operator /: arguments (FloatTensor 2x2, table) do not fit')
  fails(function() return a + {} end, 'arithmetic_test.lua:')
end

-- Digit by digit what Lua's % gives, whatever the instructions of the machine.
function suite.remainder_is_the_operator()
  torch.manualSeed(5)
  local a, b = torch.Tensor(500):uniform(-100, 100), torch.Tensor(500):uniform(-3, 3)
  a[1], a[2] = 1e30, -1e17
  local fixed, paired, operator = a:clone():remainder(0.1), torch.cremainder(a, b), a % 0.7
  for i = 1, 500 do
    tester:eq(fixed[i], a[i] % 0.1)
    tester:eq(paired[i], a[i] % b[i])
    tester:eq(operator[i], a[i] % 0.7)
  end
end

tester:add(suite)
tester:run()
