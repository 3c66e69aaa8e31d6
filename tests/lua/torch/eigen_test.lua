-- SPDX-License-Identifier: BSD-3-Clause
-- Eigenvalues and eigenvectors: torch.symeig, torch.eig.

local torch = require 'torch'
local matrices = require 'support.matrices'

local tester = torch.Tester()
local suite = torch.TestSuite()
local near, message, everyType = matrices.checks(tester, suite)

local function symmetric(T, n)
  local m = matrices.random(T, n, n)
  return m + m:t()
end

-- f(..., a, 'V'), which gives e and v, writes them to tensors of the caller's: again, in the middle of
-- others (`strided` has e's sizes), over its input.
local function in_given_tensors(f, a, e, v, strided)
  local T = a.new
  local rese, resv = T(), T(6, 6)
  for _ = 1, 2 do
    local gotE, gotV = f(rese, resv, a, 'V')
    tester:assert(gotE == rese and gotV == resv)
    near(rese, e, 0)
    near(resv, v, 0)
    tester:assert(not resv:isContiguous())
  end
  local home = T(6, 2, 6):fill(9)
  f(strided, home:select(2, 1), a, 'V')
  near(strided, e, 0)
  near(home:select(2, 1), v, 0)
  near(home:select(2, 2), T(6, 6):fill(9), 0)
  local own = a:clone()
  f(rese, own, own, 'V')
  near(own, v, 0)
end

everyType('symeigKnown', function(T)
  local a = T {{2, 1}, {1, 2}}
  local e, v = torch.symeig(a, 'V')
  near(e, T {1, 3}, 1e-6)
  near(torch.abs(v), T(2, 2):fill(math.sqrt(0.5)), 1e-6)
  tester:assertgt(v[1][2] * v[2][2], 0)
  tester:assertlt(v[1][1] * v[2][1], 0)
  near(torch.symeig(T {{-7}}), T {-7}, 1e-6)
  near(select(2, torch.symeig(T {{5}}, 'V')), T {{1}}, 1e-6)
end)

everyType('symeigForms', function(T, eps)
  local a = symmetric(T, 6)
  local e, v = torch.symeig(a, 'V')
  tester:eq(v:stride():totable(), {1, 6})
  near(v * torch.diag(e) * v:t(), a, eps)
  near(v:t() * v, torch.eye(6):typeAs(a), eps)
  near(torch.symeig(a), e, eps)
  near(torch.symeig(a, 'N'), e, eps)
  near(torch.symeig(a, 'N', 'L'), e, eps)
  near(torch.symeig(a, 'L'), e, eps)
  -- one triangle is read
  local upper, lower = torch.triu(a), torch.tril(a)
  near(torch.symeig(upper, 'V'), e, eps)
  near(torch.symeig(lower, 'V', 'L'), e, eps)
  near(torch.symeig(upper:t(), 'V', 'L'), e, eps)

  in_given_tensors(torch.symeig, a, e, v, T(6, 2):select(2, 2))
  local resv = T(6, 6):fill(1)
  torch.symeig(T(), resv, a)
  near(resv, T(6, 6):fill(1), 0)  -- not asked for, not written
end)

everyType('eigKnown', function(T)
  -- a quarter turn has the eigenvalues i and -i
  local e, v = torch.eig(T {{0, -1}, {1, 0}}, 'V')
  near(e, T {{0, 1}, {0, -1}}, 1e-6)
  tester:assertlt(math.abs(v:norm() - 1), 1e-6)
  e, v = torch.eig(T {{2, 1}, {0, 3}}, 'V')
  near(e, T {{2, 0}, {3, 0}}, 1e-6)
  near(T {{2, 1}, {0, 3}} * v, v * torch.diag(T {2, 3}), 1e-5)
  near(torch.eig(T {{-7}}), T {{-7, 0}}, 1e-6)
end)

everyType('eigForms', function(T, eps)
  local whole = matrices.random(T, 12, 12)
  for _, a in ipairs {whole:narrow(1, 3, 6):narrow(2, 5, 6), whole:narrow(1, 3, 6):narrow(2, 3, 6):t()} do
    local e, v = torch.eig(a, 'V')
    tester:eq(e:size():totable(), {6, 2})
    tester:eq(e:stride():totable(), {2, 1})
    tester:eq(v:stride():totable(), {1, 6})
    -- a v = v (re + i im), a pair of columns being the real and imaginary parts of one vector
    local product, k = a * v, 1
    while k <= 6 do
      local re, im, x = e[k][1], e[k][2], v:select(2, k)
      if im == 0 then
        near(product:select(2, k), x * re, eps)
        k = k + 1
      else
        local y = v:select(2, k + 1)
        near(product:select(2, k), x * re - y * im, eps)
        near(product:select(2, k + 1), x * im + y * re, eps)
        near(e[k + 1], e[k]:clone():cmul(T {1, -1}), eps)
        k = k + 2
      end
    end
    near(torch.eig(a), e, eps)
    near(torch.eig(a, 'N'), e, eps)
    in_given_tensors(torch.eig, a, e, v, T(6, 2, 2):select(2, 2))
  end
end)

function suite.errorTexts()
  local T = torch.DoubleTensor
  for _, name in ipairs {'symeig', 'eig'} do
    local f = torch[name]
    message(name .. ': a must be a square matrix, got DoubleTensor 2x3', f, T(2, 3))
    message(name .. ': a must be a square matrix, got DoubleTensor empty', f, T())
    message(name .. ': a has elements that are NaN or infinite', f, T {{1, 0}, {0, 0 / 0}})
    message(name .. ': a has elements that are NaN or infinite', f, T {{1, math.huge}, {0, 0}})
    message(name .. ': Byte elements are not supported here: Float or Double is needed', f,
      torch.ByteTensor(2, 2))
    message(name .. ": option 'S' does not fit, expected 'N' or 'V'", f, T {{1}}, 'S')
    message('do not match', f, torch.FloatTensor(), torch.FloatTensor(), T {{1}})
  end
end

tester:add(suite)
tester:run()
