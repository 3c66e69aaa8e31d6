-- SPDX-License-Identifier: BSD-3-Clause
-- The singular value decomposition: torch.svd.

local torch = require 'torch'
local matrices = require 'support.matrices'

local tester = torch.Tester()
local suite = torch.TestSuite()
local near, message, everyType = matrices.checks(tester, suite)

everyType('known', function(T)
  local u, s, v = torch.svd(T {{0, 2}, {-3, 0}, {0, 0}})
  near(s, T {3, 2}, 1e-6)
  near(torch.abs(u), T {{0, 1}, {1, 0}, {0, 0}}, 1e-6)
  near(torch.abs(v), T {{1, 0}, {0, 1}}, 1e-6)
  u, s, v = torch.svd(T {{-4}})
  near(s, T {4}, 1e-6)
  tester:eq(u[1][1] * v[1][1], -1)
end)

everyType('sizesAndLayouts', function(T, eps)
  for _, sizes in ipairs {{7, 4}, {4, 7}, {5, 5}, {1, 3}, {3, 1}} do
    local n, m = sizes[1], sizes[2]
    local k = math.min(n, m)
    local a = matrices.random(T, n, m)
    for _, given in ipairs {a, a:t():clone():t()} do
      local u, s, v = torch.svd(given)
      tester:eq(u:size():totable(), {n, k})
      tester:eq(s:size():totable(), {k})
      tester:eq(v:size():totable(), {m, k})
      tester:eq(u:stride():totable(), {1, n})
      tester:assert(v:isContiguous())
      near(u * torch.diag(s) * v:t(), a, eps)
      near(u:t() * u, torch.eye(k):typeAs(a), eps)
      near(v:t() * v, torch.eye(k):typeAs(a), eps)
      for i = 2, k do tester:assertge(s[i - 1], s[i]) end
      near(select(2, torch.svd(given, 'S')), s, 0)

      local allU, allS, allV = torch.svd(given, 'A')
      tester:eq(allU:size():totable(), {n, n})
      tester:eq(allV:size():totable(), {m, m})
      near(allS, s, eps)
      near(allU:t() * allU, torch.eye(n):typeAs(a), eps)
      near(allV:t() * allV, torch.eye(m):typeAs(a), eps)
      local middle = T(n, m):zero()
      for i = 1, k do middle[i][i] = s[i] end
      near(allU * middle * allV:t(), a, eps)
    end
  end
end)

everyType('resultsGiven', function(T)
  local a = matrices.random(T, 6, 4)
  local u, s, v = torch.svd(a)
  local resu, ress, resv = T(), T(9), T(2, 2)
  for _ = 1, 2 do
    local gotU, gotS, gotV = torch.svd(resu, ress, resv, a)
    tester:assert(gotU == resu and gotS == ress and gotV == resv)
    near(resu, u, 0)
    near(ress, s, 0)
    near(resv, v, 0)
  end
  local home = T(6, 2, 4):fill(9)
  torch.svd(home:select(2, 1), T(4, 2):select(2, 1), T(4, 2, 4):select(2, 2), a)
  near(home:select(2, 1), u, 0)
  near(home:select(2, 2), T(6, 4):fill(9), 0)
  local own = a:clone()
  torch.svd(own, ress, resv, own)
  near(own, u, 0)
end)

everyType('rankDeficient', function(T, eps)
  local _, s = torch.svd(T {{1, 2, 3}, {2, 4, 6}, {1, 2, 3}})
  near(s:narrow(1, 2, 2), T(2):zero(), eps)
  _, s = torch.svd(T(3, 2):zero())
  near(s, T(2):zero(), 0)
end)

function suite.errorTexts()
  local T = torch.DoubleTensor
  message('torch.svd: a must be a matrix, got DoubleTensor 3', torch.svd, T(3))
  message('torch.svd: a must be a matrix, got DoubleTensor empty', torch.svd, T())
  message('torch.svd: a has elements that are NaN or infinite', torch.svd, T {{1, 0 / 0}})
  message('torch.svd: Long elements are not supported here: Float or Double is needed', torch.svd,
    torch.LongTensor(2, 2))
  message("torch.svd: option 'N' does not fit, expected 'S' or 'A'", torch.svd, T {{1}}, 'N')
end

tester:add(suite)
tester:run()
