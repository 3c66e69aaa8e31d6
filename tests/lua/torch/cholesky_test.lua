-- SPDX-License-Identifier: BSD-3-Clause
-- Cholesky factors: torch.potrf, torch.potrs, torch.potri, torch.pstrf.

local torch = require 'torch'
local matrices = require 'support.matrices'

local tester = torch.Tester()
local suite = torch.TestSuite()
local near, message, everyType = matrices.checks(tester, suite)

-- Symmetric and positive definite, n x n.
local function definite(T, n)
  local m = matrices.random(T, n, n)
  return m * m:t()
end

everyType('potrfKnown', function(T)
  -- (2 0 0; 1 3 0; -1 2 1) times its transpose
  local a = T {{4, 2, -2}, {2, 10, 5}, {-2, 5, 6}}
  local u = T {{2, 1, -1}, {0, 3, 2}, {0, 0, 1}}
  near(torch.potrf(a), u, 1e-6)
  near(torch.potrf(a, 'U'), u, 1e-6)
  near(torch.potrf(a, 'L'), u:t(), 1e-6)
  near(torch.potrf(T {{9}}), T {{3}}, 0)
  -- the other triangle is not read
  local half = torch.triu(a)
  half[3][1] = 0 / 0
  near(torch.potrf(half), u, 1e-6)
end)

everyType('potrfForms', function(T, eps)
  local a = definite(T, 6)
  local u, l = torch.potrf(a), torch.potrf(a, 'L')
  near(u:t() * u, a, eps)
  near(l * l:t(), a, eps)
  tester:eq(u:stride():totable(), {1, 6})
  local res = T()
  tester:assert(torch.potrf(res, a, 'L') == res)
  near(res, l, 0)
  near(torch.potrf(res, definite(T, 6):t()), u, 0)
  local own = a:clone()
  torch.potrf(own, own)
  near(own, u, 0)
end)

everyType('potrsSolves', function(T, eps)
  local a, b = definite(T, 6), matrices.random(T, 2, 6):t()
  for _, triangle in ipairs {'U', 'L'} do
    local factor = torch.potrf(a, triangle)
    local x = torch.potrs(b, factor, triangle)
    near(a * x, b, eps)
    local res = T(1)
    tester:assert(torch.potrs(res, b, factor, triangle) == res)
    near(res, x, 0)
    local own = b:clone()
    torch.potrs(own, own, factor:clone(), triangle)
    near(own, x, 0)
  end
  near(a * torch.potrs(b, torch.potrf(a)), b, eps)
  near(torch.potrs(T {8}, T {{2}}), T {{2}}, 1e-6)
end)

everyType('potriInverts', function(T, eps)
  local a = definite(T, 6)
  local eye = torch.eye(6):typeAs(a)
  near(torch.potri(torch.potrf(a)) * a, eye, eps)
  for _, triangle in ipairs {'U', 'L'} do
    local factor = torch.potrf(a, triangle)
    local i = torch.potri(factor, triangle)
    near(i * a, eye, eps)
    near(i, i:t(), 0)
    local res = T()
    tester:assert(torch.potri(res, factor, triangle) == res)
    near(res, i, 0)
    torch.potri(factor, factor, triangle)
    near(factor, i, 0)
  end
  near(torch.potri(T {{2}}), T {{0.25}}, 1e-6)
end)

-- U^T U or L L^T is `a` with rows and columns in the order of the pivots.
local function rebuilds(a, factor, pivots, triangle, eps)
  local positions = pivots:long()
  local moved = a:index(1, positions):index(2, positions)
  near(triangle == 'L' and factor * factor:t() or factor:t() * factor, moved, eps)
end

everyType('pstrfForms', function(T, eps)
  local a = definite(T, 6)
  a[4][4] = a[4][4] + 20
  for _, triangle in ipairs {'U', 'L'} do
    local factor, pivots = torch.pstrf(a, triangle)
    tester:eq(pivots:type(), 'torch.IntTensor')
    tester:eq(pivots[1], 4)  -- the largest of the diagonal comes first
    rebuilds(a, factor, pivots, triangle, eps)
    local res, piv = T(), torch.IntTensor()
    local gotRes, gotPiv = torch.pstrf(res, piv, a, triangle)
    tester:assert(gotRes == res and gotPiv == piv)
    near(res, factor, 0)
    tester:eq(piv:totable(), pivots:totable())
    rebuilds(a, factor, torch.IntTensor(6, 2):select(2, 1):copy(pivots), triangle, eps)
  end
  local u, pivots = torch.pstrf(a)
  rebuilds(a, u, pivots, 'U', eps)
  tester:eq(torch.triu(u):dist(u), 0)
  local one, first = torch.pstrf(T {{4}})
  near(one, T {{2}}, 1e-6)
  tester:eq(first:totable(), {1})
end)

everyType('pstrfTolerance', function(T)
  local a = T {{4, 0}, {0, 1e-2}}
  local u, pivots = torch.pstrf(a)
  near(u, T {{2, 0}, {0, 0.1}}, 1e-5)
  tester:eq(pivots:totable(), {1, 2})
  near(torch.pstrf(a, 'U', 1e-3), u, 0)
  near(torch.pstrf(a, 1e-3), u, 0)
  message('torch.pstrf: the 2x2 matrix is not positive definite: pivot 2 is not above the tolerance',
    torch.pstrf, a, 'U', 0.1)
end)

function suite.errorTexts()
  local T = torch.DoubleTensor
  message('torch.potrf: the leading minor of order 2 is not positive definite', torch.potrf,
    T {{1, 2}, {2, 1}})
  message('torch.potrf: the leading minor of order 1 is not positive definite', torch.potrf,
    T(2, 2):fill(0 / 0))
  message('torch.potrf: a must be a square matrix, got DoubleTensor 2x3', torch.potrf, T(2, 3))
  message('torch.potrf: a must be a square matrix, got DoubleTensor empty', torch.potrf, T())
  message("torch.potrf: option 'x' does not fit, expected 'U' or 'L'", torch.potrf, T(2, 2), 'x')
  message('torch.potrf: Int elements are not supported here: Float or Double is needed',
    torch.potrf, torch.IntTensor(2, 2))
  message('torch.potrs: sizes 2x2 and 3x1 do not match: a has 2 rows, b 3', torch.potrs, T(3, 1),
    T(2, 2))
  message('torch.potri: the 2x2 matrix is singular: element 2 of its diagonal is 0', torch.potri,
    T {{1, 0}, {0, 0}})
  message('torch.pstrf: arguments (DoubleTensor empty, LongTensor empty, DoubleTensor 1x1) do not fit',
    torch.pstrf, T(), torch.LongTensor(), T {{1}})
end

tester:add(suite)
tester:run()
