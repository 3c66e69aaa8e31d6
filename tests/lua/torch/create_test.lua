-- SPDX-License-Identifier: BSD-3-Clause
-- Tensors made of numbers and of other tensors: the forms in which scripts call these functions.

local torch = require 'torch'
local error_of = require('support.checks').error_of

local tester = torch.Tester()
local suite = torch.TestSuite()

local function fails(f, text) tester:eq(error_of(f), text) end

function suite.create()
  tester:eq(torch.zeros(2, 2):totable(), {{0, 0}, {0, 0}})
  tester:eq(torch.ones(torch.LongStorage{1, 2}):totable(), {{1, 1}})
  tester:eq(torch.zeros(torch.Tensor(2, 3):size()):size():totable(), {2, 3})
  local t = torch.IntTensor()
  tester:eq(rawequal(torch.ones(t, 3), t), true)
  tester:eq(rawequal(t:zeros(2), t), true)
  tester:eq(t:totable(), {0, 0})
  tester:eq(torch.LongTensor():range(1, 3):totable(), {1, 2, 3})
  tester:eq(torch.range(2, 5, 2):totable(), {2, 4})
  tester:eq(torch.linspace(0, 1):size(1), 100)
  tester:eq(torch.linspace(0, 1, 3):totable(), {0, 0.5, 1})
  tester:eq(torch.logspace(0, 2, 3):totable(), {1, 10, 100})
  tester:eq(torch.eye(2):totable(), {{1, 0}, {0, 1}})
  tester:eq(torch.eye(1, 2):totable(), {{1, 0}})
  tester:eq(torch.FloatTensor():eye(2, 1):totable(), {{1}, {0}})
  tester:eq(torch.eye(2, 0):totable(), {{1, 0}, {0, 1}})
  fails(function() torch.range(1, 2, -1) end,
        'torch.range: a step of -1 does not lead from 1 to 2')
end

function suite.sequences_keep_the_shape_of_a_result_of_their_length()
  local x = torch.zeros(2, 3)
  local right = x:narrow(2, 2, 2)
  right:range(0, 3)
  tester:eq(x:totable(), {{0, 0, 1}, {0, 2, 3}})
  right:linspace(3, 0, 4)
  tester:eq(x:totable(), {{0, 3, 2}, {0, 1, 0}})
  torch.logspace(right, 0, 3, 4)
  tester:eq(x:totable(), {{0, 1, 10}, {0, 100, 1000}})
  local square = torch.IntTensor(2, 2)
  tester:eq(square:range(1, 4):totable(), {{1, 2}, {3, 4}})
  tester:eq(square:t():range(1, 4):totable(), {{1, 2}, {3, 4}})
  tester:eq(square:totable(), {{1, 3}, {2, 4}})
  tester:eq(square:range(1, 3):totable(), {1, 2, 3})
end

function suite.match()
  local a, b = torch.Tensor{{0, 0}, {3, 4}}, torch.Tensor{{0, 1}}
  tester:eq(torch.match(a, b):totable(), {{1}, {18}})
  tester:eq(torch.match(a, b, 2):totable(), {{2}, {36}})
  local r = torch.Tensor()
  tester:assert(rawequal(torch.match(r, b, a), r))
  tester:eq(r:totable(), {{1, 18}})
  tester:assert(rawequal(r:match(a, a, 0.5), r))
  tester:eq(r:totable(), {{0, 12.5}, {12.5, 0}})
  fails(function() torch.match(a, torch.Tensor(2, 3)) end,
        'torch.match: rows of 2 and 3 elements do not match')
end

function suite.cat()
  local a, b = torch.Tensor{1, 2}, torch.Tensor{3, 4}
  tester:eq(torch.cat(a, b):totable(), {1, 2, 3, 4})
  tester:eq(torch.cat(a, b, 2):totable(), {{1, 3}, {2, 4}})
  tester:eq(torch.cat{a, b, a}:totable(), {1, 2, 3, 4, 1, 2})
  tester:eq(torch.cat({a, b}, 2):totable(), {{1, 3}, {2, 4}})
  tester:eq(a:cat(b):totable(), {1, 2, 3, 4})
  tester:eq(a:cat(b, 1):totable(), {1, 2, 3, 4})
  tester:eq(torch.cat({torch.Tensor(), a}, 1):totable(), {1, 2})
  tester:eq(torch.cat{torch.FloatTensor{1}, torch.FloatTensor{2}}:type(), 'torch.FloatTensor')
  local r = torch.Tensor()
  tester:eq(rawequal(torch.cat(r, a, b), r), true)
  tester:eq(rawequal(torch.cat(r, {a, b}, 2), r), true)
  tester:eq(rawequal(r:cat({b, a}), r), true)
  tester:eq(r:totable(), {3, 4, 1, 2})
  fails(function() torch.cat{} end, 'torch.cat: a list of at least one tensor is needed')
  fails(function() torch.cat{a, 3} end, 'torch.cat: element 2 of the list is a number')
  fails(function() torch.cat(a, torch.Tensor(2, 2), 1) end,
        'torch.cat: sizes 2 and 2x2 do not match for joining along dimension 1')
end

function suite.diagonals_and_more()
  local m = torch.range(1, 6):view(2, 3)
  tester:eq(torch.diag(m):totable(), {1, 5})
  tester:eq(m:diag(1):totable(), {2, 6})
  tester:eq(torch.diag(torch.Tensor{1, 2}, -1):totable(), {{0, 0, 0}, {1, 0, 0}, {0, 2, 0}})
  tester:eq(torch.tril(m):totable(), {{1, 0, 0}, {4, 5, 0}})
  tester:eq(m:triu(1):totable(), {{0, 2, 3}, {0, 0, 6}})
  local r = torch.Tensor()
  tester:eq(rawequal(r:tril(m, -1), r), true)
  tester:eq(r:totable(), {{0, 0, 0}, {4, 0, 0}})
  tester:eq(torch.cross(torch.Tensor{1, 0, 0}, torch.Tensor{0, 1, 0}):totable(), {0, 0, 1})
  tester:eq(torch.histc(torch.Tensor{1, 2, 1, 2, 3}, 3):totable(), {2, 2, 1})
  tester:eq(torch.bhistc(torch.Tensor{{1, 2}, {3, 3}}, 3, 1, 3):totable(), {{1, 1, 0}, {0, 0, 2}})
  -- what is no number counts nowhere, and a range must have an end
  local nan, inf = 0 / 0, 1 / 0
  tester:eq(torch.histc(torch.Tensor{nan, 1, 2}, 2):totable(), {1, 1})
  tester:eq(torch.histc(torch.Tensor{nan, nan}, 2):totable(), {0, 0})
  tester:eq(torch.histc(torch.Tensor{-inf, 0.5, inf}, 2, 0, 1):totable(), {0, 1})
  tester:eq(torch.histc(torch.Tensor(), 2, 0, 1):totable(), {0, 0})
  -- Numbers on the edges are in the bins that begin there.
  for _, name in ipairs{'torch.DoubleTensor', 'torch.FloatTensor'} do
    for n = 2, 400, 7 do
      local whole = torch.range(0, n - 1):type(name)
      tester:eq(torch.histc(whole, n, 0, n):ne(1):sum(), 0)
      tester:eq(torch.histc(whole:div(n), n, 0, 1):ne(1):sum(), 0)
      tester:eq(torch.histc(torch.range(0, n - 1):mul(0.1):type(name), n, 0, n * 0.1):ne(1):sum(), 0)
      local rows = torch.bhistc(torch.range(-n, n - 1):div(10):type(name):view(2, n), 2 * n, -n / 10, n / 10)
      tester:eq(rows:sum(1):ne(1):sum(), 0)
    end
  end
  local below = 1 - 2 ^ -53  -- and just below an edge is below it
  tester:eq(torch.histc(torch.Tensor{below, 1, 2 * below, 2}, 4, 0, 4):totable(), {1, 2, 1, 0})
  tester:eq(torch.histc(torch.HalfTensor(5000):fill(1), 2, 0, 1):totable(), {0, 5000})
  tester:eq(torch.histc(torch.FloatTensor{1, 1}, 2, 1, 1 + 1e-12):sum(), 2)
  fails(function() torch.histc(torch.Tensor{1, inf}, 2) end,
        'torch.histc: the range from 1 to inf is not finite')
  fails(function() torch.histc(torch.Tensor(), 2) end,
        'torch.histc: the tensor is empty, no bounds can be found in it')
end

tester:add(suite)
tester:run()
