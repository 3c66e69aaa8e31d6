-- SPDX-License-Identifier: BSD-3-Clause
-- Beyond Torch7: operands whose sizes differ broadcast where Torch7 refuses. Its own rule, equal
-- counts in order, comes first; what is written in place keeps its size.

local torch = require 'torch'
local error_of = require('support.checks').error_of

local tester = torch.Tester()
local suite = torch.TestSuite()

local function fails(text, f, ...) tester:eq(error_of(f, ...), text) end

local m = torch.Tensor{{1, 2, 3}, {4, 5, 6}}
local row, column = torch.Tensor{10, 20, 30}, torch.Tensor{{100}, {200}}

-- Every operator on two tensors: on broadcast operands it does what it does on expanded ones.
local binary = {'add', 'csub', 'cmul', 'cdiv', 'cmax', 'cmin', 'cpow', 'atan2', 'cfmod', 'cremainder',
                'lt', 'le', 'gt', 'ge', 'eq', 'ne'}
local of_integers = {'cbitand', 'cbitor', 'cbitxor', 'clshift', 'crshift'}

local function check(name, a, b, sizes)
  local f = torch[name]
  local expected = f(a:expand(unpack(sizes)):clone(), b:expand(unpack(sizes)):clone())
  tester:eq(f(a, b):totable(), expected:totable(), name)
  local given = expected.new()
  f(given, a, b)
  tester:eq(given:totable(), expected:totable(), name .. ' with a result')
  if a:nElement() == expected:nElement() and a:type() == expected:type() then
    local target = a:clone()
    target[name](target, b)
    tester:eq(target:totable(), expected:totable(), name .. ' in place')
  end
end

function suite.pairs()
  for _, name in ipairs(binary) do
    check(name, m, row, {2, 3})
    check(name, row, m, {2, 3})
    check(name, m, column, {2, 3})
    check(name, column, row, {2, 3})
    check(name, torch.Tensor{2}, m, {2, 3})
    check(name, torch.range(1, 24):view(2, 1, 3, 4), torch.range(1, 20):view(5, 1, 4), {2, 5, 3, 4})
  end
  for _, name in ipairs(of_integers) do
    check(name, m:int(), torch.IntTensor{1, 2, 3}, {2, 3})
    check(name, column:long(), torch.LongTensor{1, 2, 3}, {2, 3})
  end
end

function suite.scaled_and_of_three()
  tester:eq(torch.add(m, 2, row):totable(), {{21, 42, 63}, {24, 45, 66}})
  tester:eq(torch.addcmul(m, 2, row, column):totable(), {{2001, 4002, 6003}, {4004, 8005, 12006}})
  tester:eq(torch.addcmul(row, 1, m, column):totable(), {{110, 220, 330}, {810, 1020, 1230}})
  tester:eq(m:clone():addcdiv(1, column, row):totable(), {{11, 7, 3 + 100 / 30},
                                                          {24, 15, 6 + 200 / 30}})
  tester:eq(torch.lerp(m, row, 0.5):totable(), {{5.5, 11, 16.5}, {7, 12.5, 18}})
  tester:eq(torch.dist(m, row, 1), 9 + 18 + 27 + 6 + 15 + 24)
end

function suite.operators()
  tester:eq((m + row):totable(), {{11, 22, 33}, {14, 25, 36}})
  tester:eq((row - column):totable(), {{-90, -80, -70}, {-190, -180, -170}})
  tester:eq((row / m):totable(), {{10, 10, 10}, {2.5, 4, 5}})
  tester:eq((60 / m):totable(), {{60, 30, 20}, {15, 12, 10}})
  tester:eq((row % torch.Tensor{{7}, {9}}):totable(), {{3, 6, 2}, {1, 2, 3}})
  tester:eq((7 % torch.Tensor{2, 4}):totable(), {1, 3})
  tester:eq((torch.IntTensor{9, 8} / torch.IntTensor{2, 3}):totable(), {4, 2})
  -- * stays the product of vectors and matrices, and refuses those that do not fit
  tester:eq(row * row, 1400)
  tester:eq((m * row):totable(), {140, 320})
  fails('operator *: sizes 2x3 and 2x1 do not match: 3 columns, 2 rows', function() return m * column end)
  -- where there is no such product it goes by elements
  tester:eq((row * m):totable(), {{10, 40, 90}, {40, 100, 180}})
  tester:eq((m:view(2, 1, 3) * column):totable(), {{{100, 200, 300}, {200, 400, 600}},
                                                   {{400, 500, 600}, {800, 1000, 1200}}})
end

function suite.equal_counts_come_first()
  local tall = torch.zeros(3, 1)
  tester:eq((tall + row):totable(), {{10}, {20}, {30}})
  tester:eq(torch.add(row, tall):totable(), {10, 20, 30})
  tester:eq(torch.cmul(m, torch.range(1, 6)):totable(), {{1, 4, 9}, {16, 25, 36}})
  tester:eq(m:clone():copy(torch.range(1, 6):view(3, 2):t()):totable(), {{1, 3, 5}, {2, 4, 6}})
end

function suite.targets_keep_their_size()
  for _, name in ipairs(binary) do
    if name == 'lt' then break end  -- comparisons have no form in place
    local target = row:clone()
    fails('torch.' .. name .. ': sizes 3 of the result in place and 2x3 do not match',
          target[name], target, m)
    tester:eq(target:totable(), {10, 20, 30})
  end
  local target = row:clone()
  fails('torch.add: sizes 3 of the result in place and 2x3 do not match', torch.add, target, m, target)
  fails('torch.addcmul: sizes 3 of the result in place and 2x3 do not match', target.addcmul, target, 1, m, m)
  fails('torch.copy: sizes 2x3 and 3 do not match', target.copy, target, m)
  fails('torch.maskedFill: sizes 2x3 and 3 do not match', target.maskedFill, target, m:gt(2), 1)
  tester:eq(target:totable(), {10, 20, 30})
end

function suite.copy_masks_and_functions()
  tester:eq(m:clone():copy(row):totable(), {{10, 20, 30}, {10, 20, 30}})
  tester:eq(m:float():copy(column:int()):totable(), {{100, 100, 100}, {200, 200, 200}})
  local mask = torch.ByteTensor{1, 0, 1}
  tester:eq(m:clone():maskedFill(mask, 9):totable(), {{9, 2, 9}, {9, 5, 9}})
  tester:eq(m:clone():maskedFill(torch.ByteTensor{{0}, {1}}, 9):totable(), {{1, 2, 3}, {9, 9, 9}})
  tester:eq(m:clone():maskedCopy(mask, torch.range(1, 4)):totable(), {{1, 2, 2}, {3, 5, 4}})
  tester:eq(m:clone():maskedCopy(mask, torch.Tensor{7}):totable(), {{7, 2, 7}, {7, 5, 7}})
  tester:eq(m:maskedSelect(mask):totable(), {1, 3, 4, 6})
  tester:eq(row:maskedSelect(m:gt(2)):totable(), {30, 10, 20, 30})
  tester:eq(m:clone():map(row, math.max):totable(), {{10, 20, 30}, {10, 20, 30}})
  tester:eq(m:clone():map2(row, column, function(_, y, z) return y + z end):totable(),
            {{110, 120, 130}, {210, 220, 230}})
  tester:eq(m:clone():bernoulli(torch.Tensor{0, 1, 0}):totable(), {{0, 1, 0}, {0, 1, 0}})
end

function suite.layouts()
  local wide = torch.range(1, 12):view(3, 4)
  local t = wide:t():narrow(1, 2, 2)  -- 2x3 with gaps
  tester:eq((t + row):totable(), {{12, 26, 40}, {13, 27, 41}})
  t:cmul(row)
  tester:eq(wide:totable(), {{1, 20, 30, 4}, {5, 120, 140, 8}, {9, 300, 330, 12}})
  -- an operand that overlaps the target is read before it changes
  local x = torch.range(1, 6):view(2, 3)
  x:add(x[1])
  tester:eq(x:totable(), {{2, 4, 6}, {5, 7, 9}})
end

function suite.edges()
  local empty, nan = torch.Tensor(), 0 / 0
  tester:eq((empty + empty):dim(), 0)
  fails('operator +: sizes empty and 2x3 do not match', function() return empty + m end)
  fails('operator /: sizes 2x3 and empty do not match', function() return m / empty end)
  fails('torch.copy: sizes empty and 2x3 do not match', m.copy, m, empty)
  tester:eq((torch.Tensor(1, 1):fill(2) + torch.Tensor{3}):totable(), {{5}})
  local x = torch.Tensor{nan} + row
  for i = 1, 3 do tester:assert(x[i] ~= x[i]) end
  tester:eq((m:lt(torch.Tensor{nan})):sum(), 0)
  fails('operator +: sizes 2x3 and 2 do not match', function() return m + torch.Tensor(2) end)
end

tester:add(suite):run()
