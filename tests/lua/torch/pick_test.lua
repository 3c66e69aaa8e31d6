-- SPDX-License-Identifier: BSD-3-Clause
-- Beyond Torch7: t[i] and t[{i, j}] where i and j are LongTensors of positions or masks, read and
-- assigned to.

local torch = require 'torch'
local error_of = require('support.checks').error_of

local tester = torch.Tester()
local suite = torch.TestSuite()

local function fails(text, f, ...) tester:eq(error_of(f, ...), text) end

local Long, Byte = torch.LongTensor, torch.ByteTensor
local function numbers() return torch.range(1, 12):resize(3, 4) end

function suite.lists()
  local t = numbers()
  tester:eq(t[Long{3, 1}]:totable(), {{9, 10, 11, 12}, {1, 2, 3, 4}})
  tester:eq(t[Long{-1, 1, -1}]:totable(), {{9, 10, 11, 12}, {1, 2, 3, 4}, {9, 10, 11, 12}})
  tester:eq(t[{Long{3, 1}, {2, 3}}]:totable(), {{10, 11}, {2, 3}})
  tester:eq(t[{{}, Long{4, 1}}]:totable(), {{4, 1}, {8, 5}, {12, 9}})
  tester:eq(t[{2, Long{4, 1}}]:totable(), {8, 5})
  tester:eq(t[{Long{1, 3}, -1}]:totable(), {4, 12})
  tester:eq(t:t()[Long{2}]:totable(), {{2, 6, 10}})
  tester:eq(torch.range(1, 5)[Long{4, 2}]:totable(), {4, 2})
  -- a list of more dimensions brings them along
  tester:eq(t[Long{{1, 2}, {3, 3}}]:size():totable(), {2, 2, 4})
  tester:eq(t[{3, Long{{1, 2}, {3, 4}}}]:totable(), {{9, 10}, {11, 12}})
  -- what is read is a copy
  t[Long{1}][1][1] = 77
  tester:eq(t[1][1], 1)
end

function suite.lists_in_step()
  local t = numbers()
  local i, j = Long{1, 3, -1}, Long{4, 1, -2}
  tester:eq(t[{i, j}]:totable(), {4, 9, 11})
  tester:eq(t:t()[{j, i}]:totable(), {4, 9, 11})
  tester:eq(t[{Long{{1}, {3}}, Long{4, 1, 2}}]:totable(), {{4, 1, 2}, {12, 9, 10}})  -- broadcast
  local u = torch.range(1, 24):view(2, 3, 4)
  tester:eq(u[{{}, Long{1, 3}, Long{2, 4}}]:totable(), {{2, 12}, {14, 24}})
  tester:eq(u[{Long{1, 2}, {2, 3}, Long{2, 4}}]:totable(), {{6, 10}, {20, 24}})
  tester:eq(u[{Long{2, 1}, Long{1, 1}}]:totable(), {{13, 14, 15, 16}, {1, 2, 3, 4}})
  tester:eq(u:transpose(1, 3):narrow(2, 2, 2)[{i, Long{1, 1, 2}, Long{1, 2, 2}}]:totable(), {5, 19, 24})
end

function suite.masks()
  local t = numbers()
  tester:eq(t[t:gt(9)]:totable(), {10, 11, 12})
  tester:eq(t[Byte{1, 0, 1}]:totable(), {{1, 2, 3, 4}, {9, 10, 11, 12}})
  tester:eq(t[{{}, Byte{1, 0, 0, 1}}]:totable(), {{1, 4}, {5, 8}, {9, 12}})
  tester:eq(t[{2, t[2]:gt(6)}]:totable(), {7, 8})
  tester:eq(t[{Byte{1, 0, 1}, Byte{1, 0, 0, 1}}]:totable(), {1, 12})
  local u = torch.range(1, 24):view(2, 3, 4)
  tester:eq(u[Byte{{1, 0, 0}, {0, 0, 1}}]:totable(), {{1, 2, 3, 4}, {21, 22, 23, 24}})
  tester:eq(u[{{}, t:eq(7)}]:totable(), {{7}, {19}})
  -- comparisons and what is made of them
  tester:eq(t[t:gt(3):cmul(t:lt(6))]:totable(), {4, 5})
  tester:eq(t[torch.cbitor(t:le(1), t:ge(12))]:totable(), {1, 12})
  tester:eq(t[1 - t:gt(2)]:totable(), {1, 2})
end

function suite.assignments()
  local t = numbers()
  t[Long{3, 1}] = 0
  tester:eq(t:totable(), {{0, 0, 0, 0}, {5, 6, 7, 8}, {0, 0, 0, 0}})
  t[Long{1, -1}] = torch.IntTensor{1, 2, 3, 4}  -- converted, broadcast
  tester:eq(t:totable(), {{1, 2, 3, 4}, {5, 6, 7, 8}, {1, 2, 3, 4}})
  t[{Long{2, 3}, {1, 2}}] = torch.Tensor{{-1, -2}, {-3, -4}}
  tester:eq(t:totable(), {{1, 2, 3, 4}, {-1, -2, 7, 8}, {-3, -4, 3, 4}})
  t[{Long{1, 3}, Long{4, 3}}] = torch.Tensor{40, 33}
  tester:eq(t:totable(), {{1, 2, 3, 40}, {-1, -2, 7, 8}, {-3, -4, 33, 4}})
  t[{{}, Byte{1, 0, 0, 1}}] = 0
  tester:eq(t:totable(), {{0, 2, 3, 0}, {0, -2, 7, 0}, {0, -4, 33, 0}})
  t[Byte{0, 1, 1}] = torch.range(1, 8)  -- equal count
  tester:eq(t:totable(), {{0, 2, 3, 0}, {1, 2, 3, 4}, {5, 6, 7, 8}})
  t[t:gt(5)] = torch.Tensor{60, 70, 80}
  tester:eq(t:totable(), {{0, 2, 3, 0}, {1, 2, 3, 4}, {5, 60, 70, 80}})
  t[t:ge(60)] = torch.Tensor{9}
  t[t:lt(3)] = -1
  tester:eq(t:totable(), {{-1, -1, 3, -1}, {-1, -1, 3, 4}, {5, 9, 9, 9}})
  t[Long{2, 2}] = torch.Tensor{{1, 1, 1, 1}, {2, 2, 2, 2}}  -- the later wins
  tester:eq(t[2]:totable(), {2, 2, 2, 2})
  t[Long{1, 2}] = t[Long{1, 2}] + 10
  tester:eq(t:totable(), {{9, 9, 13, 9}, {12, 12, 12, 12}, {5, 9, 9, 9}})
end

function suite.layouts_and_aliases()
  local whole = numbers()
  local t = whole:t():narrow(1, 2, 2)  -- 2x3
  t[{Long{1, 2}, Long{3, 1}}] = 0
  tester:eq(whole:totable(), {{1, 2, 0, 4}, {5, 6, 7, 8}, {9, 0, 11, 12}})
  t[Long{2}] = t[1]
  tester:eq(whole:totable(), {{1, 2, 2, 4}, {5, 6, 6, 8}, {9, 0, 0, 12}})
  local x = torch.range(1, 3)
  x[Long{3, 2, 1}] = x
  tester:eq(x:totable(), {3, 2, 1})
  local i = Long{3, 1, 2}
  i[i] = i
  tester:eq(i:totable(), {1, 2, 3})
  for _, name in ipairs {'Byte', 'Char', 'Short', 'Int', 'Long', 'Half', 'BFloat16', 'Float'} do
    local u = numbers():type('torch.' .. name .. 'Tensor')
    u[Long{2}] = u[Long{1}]
    u[{Long{3}, Long{3}}] = 5
    tester:eq(u:double():totable(), {{1, 2, 3, 4}, {1, 2, 3, 4}, {9, 10, 5, 12}}, name)
  end
end

function suite.nothing_chosen()
  local t, none = numbers(), Long()
  for _, key in ipairs {none, t:gt(99), Byte{0, 0, 0}, {none, 1}, {Long{1}, none}} do
    tester:eq(t[key]:dim(), 0)
    tester:eq(t[key]:type(), t:type())
    t[key] = 5
    t[key] = torch.Tensor{1, 2, 3}
  end
  tester:eq(t:totable(), numbers():totable())
  tester:eq(torch.Tensor()[Byte()]:dim(), 0)
  fails('torch.DoubleTensor[LongTensor 1]: the tensor is empty',
        function() return torch.Tensor()[Long{1}] end)
end

function suite.one_element_and_nan()
  local x = torch.Tensor{0 / 0}
  x[Long{1}] = x[Long{-1}] + 1
  tester:assert(x[1] ~= x[1])
  x[x:ne(x)] = 3
  tester:eq(x:totable(), {3})
  tester:eq(torch.Tensor(1, 1):fill(4)[{Long{1}, Long{1}}]:totable(), {4})
end

function suite.refused()
  local t = numbers()
  local function get(key) return t[key] end
  local function put(key, value) t[key] = value end
  fails('torch.DoubleTensor[LongTensor 2]: index 4 is out of range 1 to 3 in dimension 1', get, Long{1, 4})
  fails('torch.DoubleTensor[LongTensor 2]: index 0 is out of range 1 to 3 in dimension 1', get, Long{1, 0})
  fails('torch.DoubleTensor[LongTensor 1]: index -4 is out of range 1 to 3 in dimension 1', put, Long{-4}, 1)
  fails('torch.DoubleTensor[{2,LongTensor 1}]: index 5 is out of range 1 to 4 in dimension 2',
        get, {2, Long{5}})
  fails('torch.DoubleTensor[{LongTensor 1,LongTensor 2}]: index 5 is out of range 1 to 4 in dimension 2',
        get, {Long{1}, Long{1, 5}})
  fails('torch.DoubleTensor[{LongTensor 2,LongTensor 3}]: sizes 2 and 3 do not match',
        get, {Long{1, 2}, Long{1, 2, 3}})
  fails('torch.DoubleTensor[ByteTensor 2]: sizes 2 of the mask and 3x4 do not match',
        get, Byte{1, 0})
  fails('torch.DoubleTensor[{1,ByteTensor 2}]: sizes 2 of the mask and 4 do not match',
        get, {1, Byte{1, 0}})
  fails('torch.DoubleTensor[LongTensor 2]: sizes 3 and 2x4 do not match', put, Long{3, 1}, torch.ones(3))
  fails('torch.DoubleTensor[{ByteTensor 3x4,LongTensor 1}]: there are more indices than dimensions in '
        .. 'DoubleTensor 3x4', get, {t:gt(0), Long{1}})
  fails('torch.DoubleTensor[DoubleTensor 1]: an index is a number, a table, a LongStorage, a LongTensor '
        .. 'or a ByteTensor, got DoubleTensor', get, torch.Tensor{1})
  fails('torch.DoubleTensor[{FloatTensor 1}]: an index is a number, a range {first, last}, a LongTensor '
        .. 'or a ByteTensor, got FloatTensor 1', get, {torch.FloatTensor{1}})
  tester:eq(t:totable(), numbers():totable())
end

tester:add(suite):run()
