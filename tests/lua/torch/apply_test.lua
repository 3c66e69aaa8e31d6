-- SPDX-License-Identifier: BSD-3-Clause
-- apply, map and map2: all types and layouts, functions that change the tensor meanwhile.

local torch = require 'torch'
local checks = require 'support.checks'
local all, error_of = checks.types, checks.error_of

local tester = torch.Tester()
local suite = torch.TestSuite()

local function counter()
  local i = 0
  return function() i = i + 1 return i end
end

local function fails(f, text) tester:eq(error_of(f), text) end

function suite.apply()
  for _, dtype in ipairs(all) do
    local t = torch[dtype .. 'Tensor'](2, 3):apply(counter())
    tester:eq(t:totable(), {{1, 2, 3}, {4, 5, 6}}, dtype)
    t:t():apply(counter())
    tester:eq(t:totable(), {{1, 3, 5}, {2, 4, 6}}, dtype)
    t:select(2, 2):apply(function(x) return 2 * x end)
    tester:eq(t:totable(), {{1, 6, 5}, {2, 8, 6}}, dtype)
    local sum = 0
    tester:eq(rawequal(t:apply(function(x) sum = sum + x end), t), true)
    tester:eq(sum, 28)
  end
  tester:eq(torch.Tensor():apply(error):dim(), 0)
  tester:eq(torch.Tensor{4, 9}:apply(math.sqrt):totable(), {2, 3})
end

function suite.expanded()
  local x, sum = torch.Tensor(3, 1):fill(1), 0
  x:expand(3, 2):apply(function(value) sum = sum + value end)
  tester:eq(sum, 6)
  fails(function() x:expand(3, 2):apply(counter()) end,
        'torch.apply: elements of an expanded tensor cannot be set; clone it first')
end

function suite.map()
  local x = torch.Tensor(2, 3):apply(counter())
  local y = torch.FloatTensor(6):apply(counter())
  x:map(y, function(a, b) return a * b end)
  tester:eq(x:totable(), {{1, 4, 9}, {16, 25, 36}})
  local z = torch.Tensor(3, 2):apply(counter()):t()
  x:map(z, function(a, b) return a + 100 * b end)
  tester:eq(x:totable(), {{101, 304, 509}, {216, 425, 636}})
  x:map2(y, z, function(_, b, c) return b - c end)
  tester:eq(x:totable(), {{0, -1, -2}, {2, 1, 0}})
  fails(function() x:map(torch.Tensor(4), function() end) end,
        'torch.map: 6 and 4 elements do not match')
  fails(function() x:map2(x, 3, function() end) end, 'torch.map2: tensor expected, got number')
  fails(function() x:apply(3) end, 'torch.apply: function expected, got number')
end

-- many elements get loops of their own, made anew for the first closures of a place
function suite.many_elements()
  local t, u = torch.Tensor(5000):fill(0), torch.Tensor(50, 100):fill(2)
  for round = 1, 6 do
    t:apply(function(x) return x + round end)
    t:map(u:t(), function(x, y) return x + y end)
    u:t():map2(t, t, function(x) return x end)
  end
  tester:eq({t[1], t[5000]}, {33, 33})
  u:t():apply(counter())
  tester:eq({u[1][1], u[2][1], u[1][2], u[50][100]}, {1, 2, 51, 5000})
  t:apply(math.abs):apply(setmetatable({}, {__call = function(_, x) return x - 30 end}))
  tester:eq(t[2500], 3)
end

function suite.the_tensor_may_change()
  local t = torch.Tensor(10):fill(1)
  t:apply(function(x)
    t:resize(5000)
    return 2 * x
  end)
  tester:eq({t[1], t[10]}, {2, 2})
  t:apply(function()
    t:set()
    return 1
  end)
  tester:eq(t:dim(), 0)
end

function suite.a_wrong_value_blames_the_users_line()
  local _, err = pcall(function() torch.Tensor{1}:apply(function() return 'x' end) end)
  tester:assert(tostring(err):find('apply_test.lua:%d+: torch.DoubleStorage%[1%]: a number is needed') ~= nil,
                err)
end

tester:add(suite)
tester:run()
