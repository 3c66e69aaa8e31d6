-- SPDX-License-Identifier: BSD-3-Clause
-- Elements and slices by position, masks, order: the forms in which scripts call these methods.

local torch = require 'torch'
local error_of = require('support.checks').error_of

local tester = torch.Tester()
local suite = torch.TestSuite()

local function fails(f, text) tester:eq(error_of(f), text) end

local function numbers()
  return torch.range(1, 6):view(2, 3)
end

function suite.index()
  local t, at = numbers(), torch.LongTensor{3, 1}
  tester:eq(t:index(2, at):totable(), {{3, 1}, {6, 4}})
  local r = torch.Tensor()
  r:index(t, 2, at)
  tester:eq(r:totable(), {{3, 1}, {6, 4}})
  tester:eq(rawequal(t:indexCopy(2, at, torch.Tensor{{7, 8}, {9, 0}}), t), true)
  tester:eq(t:totable(), {{8, 2, 7}, {0, 5, 9}})
  t:indexAdd(1, torch.LongTensor{2, 2}, torch.ones(2, 3))
  tester:eq(t:totable(), {{8, 2, 7}, {2, 7, 11}})
  t:indexFill(2, torch.LongTensor{2}, -1)
  tester:eq(t:totable(), {{8, -1, 7}, {2, -1, 11}})
  tester:eq(torch.range(1, 5):indexAdd(1, torch.LongTensor{1, 1, 3, 3}, torch.range(1, 4)):totable(),
            {4, 2, 10, 4, 5})
  fails(function() t:index(1, torch.LongTensor{3}) end,
        'torch.index: index 3 is out of range 1 to 2 in dimension 1')
end

function suite.scatter()
  local t = torch.zeros(3, 2):scatter(1, torch.LongTensor{{1, 3}}, torch.Tensor{{5, 6}})
  tester:eq(t:totable(), {{5, 0}, {0, 0}, {0, 6}})
  torch.scatter(t, 2, torch.LongTensor{{2}, {1}, {1}}, 1.5)
  tester:eq(t:totable(), {{5, 1.5}, {1.5, 0}, {1.5, 6}})
  -- one class a row, as targets are encoded
  local classes = torch.LongTensor{2, 1}
  tester:eq(torch.zeros(2, 3):scatter(2, classes:view(2, 1), 1):totable(), {{0, 1, 0}, {1, 0, 0}})
  fails(function() torch.zeros(2, 3):scatter(2, torch.LongTensor{{4}, {1}}, 1) end,
        'torch.scatter: index 4 is out of range 1 to 3 in dimension 2')
end

function suite.masked()
  local t, mask = numbers(), torch.ByteTensor{{1, 0, 0}, {0, 0, 1}}
  tester:eq(t:maskedSelect(mask):totable(), {1, 6})
  local r = torch.Tensor()
  r:maskedSelect(t, mask)
  tester:eq(r:totable(), {1, 6})
  tester:eq(rawequal(t:maskedFill(mask, 0), t), true)
  t:maskedCopy(mask, torch.Tensor{10, 60, 70})
  tester:eq(t:totable(), {{10, 2, 3}, {4, 5, 60}})
  tester:eq(torch.nonzero(mask):totable(), {{1, 1}, {2, 3}})
  tester:eq(mask:nonzero():type(), 'torch.LongTensor')
  local found = torch.LongTensor()
  t.nonzero(found, mask)
  tester:eq(found:totable(), {{1, 1}, {2, 3}})
end

function suite.sort()
  local t = torch.Tensor{{3, 1, 2}, {0, 9, 5}}
  local values, indices = torch.sort(t)
  tester:eq(values:totable(), {{1, 2, 3}, {0, 5, 9}})
  tester:eq(indices:totable(), {{2, 3, 1}, {1, 3, 2}})
  tester:eq(t:sort(1, true):totable(), {{3, 9, 5}, {0, 1, 2}})
  tester:eq(torch.sort(t, true):totable(), {{3, 2, 1}, {9, 5, 0}})
  local v, i = torch.Tensor(), torch.LongTensor()
  tester:eq(rawequal(torch.sort(v, i, t, 2), v), true)
  tester:eq(v:totable(), values:totable())
  tester:eq(i:totable(), indices:totable())
  local longs, at = torch.sort(torch.LongTensor{2, 1})
  tester:eq({longs:totable(), at:totable()}, {{1, 2}, {2, 1}})
  v, i = t:topk(2, 2, true)
  tester:eq(v:totable(), {{3, 2}, {9, 5}})
  tester:eq(i:totable(), {{1, 3}, {2, 3}})
  tester:eq(t:topk():totable(), {{1}, {0}})
  v, i = torch.topk(t, 1, 1, false, true)
  tester:eq({v:totable(), i:totable()}, {{{0, 1, 2}}, {{2, 1, 1}}})
  v, i = torch.median(t)
  tester:eq({v:totable(), i:totable()}, {{{2}, {5}}, {{3}, {3}}})
  tester:eq(torch.mode(torch.Tensor{1, 2, 2, 3}):totable(), {2})
  tester:eq(t:median(1):totable(), {{0, 1, 2}})
  fails(function() t:topk(4) end,
        'torch.topk: the number of elements, 4, is out of range 1 to 3 in dimension 2')
end

function suite.select_of_a_vector()
  tester:eq(torch.range(1, 3):select(1, 2), 2)
  tester:eq(torch.range(1, 3):select(2, 3), 3)  -- of a vector whatever the dimension, as in Torch7
  tester:eq(numbers():select(2, 3):totable(), {3, 6})
end

tester:add(suite)
tester:run()
