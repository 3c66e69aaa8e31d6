-- SPDX-License-Identifier: BSD-3-Clause
-- The QR decomposition: torch.qr, torch.geqrf, torch.orgqr, torch.ormqr.

local torch = require 'torch'
local matrices = require 'support.matrices'

local tester = torch.Tester()
local suite = torch.TestSuite()
local near, message, everyType = matrices.checks(tester, suite)

everyType('known', function(T, eps)
  -- the columns of q up to their signs, R's diagonal accordingly
  local q, r = torch.qr(T {{3, 1}, {4, 2}})
  near(torch.abs(q), T {{0.6, 0.8}, {0.8, 0.6}}, eps)
  near(torch.abs(r), T {{5, 2.2}, {0, 0.4}}, eps)
  q, r = torch.qr(T {{-2}})
  near(q * r, T {{-2}}, eps)
end)

everyType('sizesAndLayouts', function(T, eps)
  for _, sizes in ipairs {{7, 4}, {4, 7}, {5, 5}, {1, 3}, {3, 1}} do
    local m, n = sizes[1], sizes[2]
    local k = math.min(m, n)
    local a = matrices.random(T, m, n)
    for _, given in ipairs {a, a:t():clone():t(), T(m, 2, n):select(2, 2):copy(a)} do
      local q, r = torch.qr(given)
      tester:eq(q:size():totable(), {m, k})
      tester:eq(r:size():totable(), {k, n})
      tester:eq(q:stride():totable(), {1, m})
      tester:assert(r:isContiguous())
      near(q * r, a, eps)
      near(q:t() * q, torch.eye(k):typeAs(a), eps)
      near(torch.triu(r), r, 0)
      near(given, a, 0)

      local resq, resr = T(), T(k, n)
      for _ = 1, 2 do
        local gotQ, gotR = torch.qr(resq, resr, given)
        tester:assert(gotQ == resq and gotR == resr)
        near(resq, q, 0)
        near(resr, r, 0)
      end
      local own = a:clone()
      torch.qr(own, resr, own)
      near(own, q, 0)

      -- the same in parts
      local reflectors, tau = torch.geqrf(given)
      tester:eq(reflectors:size():totable(), {m, n})
      tester:eq(tau:size():totable(), {k})
      near(torch.triu(reflectors:narrow(1, 1, k)), r, 0)
      local whole = torch.orgqr(reflectors, tau)
      tester:eq(whole:size():totable(), {m, n})
      near(whole:narrow(2, 1, k), q, 0)
      local resm, rest = T(), T()
      local gotM, gotT = torch.geqrf(resm, rest, given)
      tester:assert(gotM == resm and gotT == rest)
      near(resm, reflectors, 0)
      near(rest, tau, 0)
      tester:assert(torch.orgqr(resm, resm, rest) == resm)
      near(resm, whole, 0)
    end
  end
end)

everyType('ormqrForms', function(T, eps)
  for _, columns in ipairs {3, 5, 8} do
    local a = matrices.random(T, 5, columns)
    local m, tau = torch.geqrf(a)
    -- the square Q: its product with the unit matrix
    local q = torch.ormqr(m, tau, torch.eye(5):typeAs(a))
    near(q:t() * q, torch.eye(5):typeAs(a), eps)
    near(q:narrow(2, 1, math.min(5, columns)), (torch.qr(a)), eps)
    local tall, wide = matrices.random(T, 5, 2), matrices.random(T, 5, 2):t()
    near(torch.ormqr(m, tau, tall), q * tall, eps)
    near(torch.ormqr(m, tau, tall, 'L'), q * tall, eps)
    near(torch.ormqr(m, tau, tall, 'L', 'T'), q:t() * tall, eps)
    near(torch.ormqr(m, tau, tall, 'T'), q:t() * tall, eps)
    near(torch.ormqr(m, tau, wide, 'R'), wide * q, eps)
    near(torch.ormqr(m, tau, wide, 'R', 'N'), wide * q, eps)
    near(torch.ormqr(m, tau, wide, 'R', 'T'), wide * q:t(), eps)
    -- reflectors in another layout, strided factors, a result that is the operand
    local factors = T(tau:size(1), 2):select(2, 2):copy(tau)
    local own = tall:clone()
    tester:assert(torch.ormqr(own, m:clone(), factors, own) == own)
    near(own, q * tall, eps)
  end
end)

function suite.nanGoesThrough()
  local q, r = torch.qr(torch.DoubleTensor(2, 2):fill(0 / 0))
  tester:assert(q[1][1] ~= q[1][1] and r[2][2] ~= r[2][2])
end

function suite.errorTexts()
  local T = torch.DoubleTensor
  local m, tau = torch.geqrf(matrices.random(T, 4, 3))
  message('torch.qr: a must be a matrix, got DoubleTensor 3', torch.qr, T(3))
  message('torch.geqrf: a must be a matrix, got DoubleTensor empty', torch.geqrf, T())
  message('torch.qr: Short elements are not supported here: Float or Double is needed', torch.qr,
    torch.ShortTensor(2, 2))
  message('torch.orgqr: tau must be a vector of at most 3 elements for reflectors of sizes 4x3, ' ..
    'got DoubleTensor 4', torch.orgqr, m, T(4))
  message('torch.ormqr: mat must be a matrix, got DoubleTensor 4', torch.ormqr, m, tau, T(4))
  message('torch.ormqr: sizes 4x3 and 3x2 do not match: Q has 4 columns, mat 3 rows', torch.ormqr,
    m, tau, T(3, 2))
  message('torch.ormqr: sizes 4x3 and 2x3 do not match: Q has 4 rows, mat 3 columns', torch.ormqr,
    m, tau, T(2, 3), 'R')
  message("torch.ormqr: option 'X' does not fit, expected 'L' or 'R', then 'N' or 'T'",
    torch.ormqr, m, tau, T(4, 2), 'X')
end

tester:add(suite)
tester:run()
