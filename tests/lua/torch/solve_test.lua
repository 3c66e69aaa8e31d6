-- SPDX-License-Identifier: BSD-3-Clause
-- Linear systems: torch.gesv, torch.trtrs, torch.gels, torch.inverse.

local torch = require 'torch'
local matrices = require 'support.matrices'

local tester = torch.Tester()
local suite = torch.TestSuite()
local near, message, everyType = matrices.checks(tester, suite)

everyType('gesvKnown', function(T)
  local a, b = T {{2, 1}, {4, 3}}, T {{4}, {10}}
  local x, lu = torch.gesv(b, a)
  near(x, T {{1}, {2}}, 1e-6)
  near(lu, T {{4, 3}, {0.5, -0.5}}, 1e-6)
  near(a, T {{2, 1}, {4, 3}}, 0)
  near(b, T {{4}, {10}}, 0)
end)

everyType('gesvFormsAndLayouts', function(T, eps)
  local whole = matrices.random(T, 12, 12)
  local b = matrices.random(T, 3, 6):t()
  local part = whole:narrow(1, 2, 6):narrow(2, 2, 6)
  for _, a in ipairs {part, part:t(), part:clone()} do
    local x, lu = torch.gesv(b, a)
    near(a * x, b, eps)
    tester:eq(x:stride():totable(), {1, 6})
    tester:eq(lu:stride():totable(), {1, 6})
    local resb, resa = T(), T(3, 3)
    local gotb, gota = torch.gesv(resb, resa, b, a)
    tester:assert(gotb == resb and gota == resa)
    near(resb, x, 0)
    near(resa, lu, 0)
    tester:eq(resa:stride():totable(), {1, 6})
    -- a result of the right sizes that is already stored by columns, then the operands themselves
    torch.gesv(resb, resa, b, a)
    near(resb, x, 0)
    local ownb, owna = b:clone(), a:clone()
    torch.gesv(ownb, owna, ownb, owna)
    near(ownb, x, 0)
    near(owna, lu, 0)
    near(a:gesv(a), torch.eye(6):typeAs(a), eps)  -- as a method
  end
end)

everyType('resultsThatAreViews', function(T, eps)
  local a, b = matrices.random(T, 4, 4), matrices.random(T, 4, 4)
  local home = T(4, 2, 4):zero()
  local x = home:select(2, 2)
  torch.gesv(x, T(), b, a)
  near(a * x, b, eps)
  tester:eq(x:stride():totable(), {8, 1})
  near(home:select(2, 1), T(4, 4):zero(), 0)
end)

everyType('operandsKeepTheirLayout', function(T, eps)
  local batch = matrices.random(T, 8, 4):view(2, 4, 4)
  local whole = batch:clone()
  local second = batch[2]
  torch.inverse(second, second)
  tester:eq(second:stride():totable(), {4, 1})
  near(whole[2] * batch[2], torch.eye(4):typeAs(batch), eps)
  torch.gesv(batch[1], T(), batch[1], whole[2])  -- two objects, one view
  near(whole[2] * batch[1], whole[1], eps)
end)

everyType('oneElementAndVectors', function(T)
  near(torch.gesv(T {{6}}, T {{2}}), T {{3}}, 1e-6)
  near(torch.inverse(T {{4}}), T {{0.25}}, 0)
  local x = torch.gesv(T {4, 10}, T {{2, 1}, {4, 3}})
  near(x, T {{1}, {2}}, 1e-6)
  near(torch.trtrs(T {4, 10}, T {{2, 1}, {0, 5}}), T {{1}, {2}}, 1e-6)
end)

everyType('trtrsOptions', function(T, eps)
  local a = matrices.random(T, 5, 5) + torch.eye(5):typeAs(T()) * 4
  local b = matrices.random(T, 5, 2)
  local u, l = torch.triu(a), torch.tril(a)
  local unitU, unitL = u:clone(), l:clone()
  for i = 1, 5 do unitU[i][i], unitL[i][i] = 1, 1 end
  near(u * torch.trtrs(b, a), b, eps)
  near(u:t() * torch.trtrs(b, a, 'U', 'T'), b, eps)
  near(l * torch.trtrs(b, a, 'L'), b, eps)
  near(l:t() * torch.trtrs(b, a, 'L', 'T', 'N'), b, eps)
  near(unitU * torch.trtrs(b, a, 'U', 'N', 'U'), b, eps)
  near(unitL:t() * torch.trtrs(b, a, 'L', 'T', 'U'), b, eps)
  -- a letter that the first option does not have is the next option's
  near(u:t() * torch.trtrs(b, a, 'T'), b, eps)
  local resb, resa = T(), T()
  local gotb, gota = torch.trtrs(resb, resa, b, a, 'L')
  tester:assert(gotb == resb and gota == resa)
  near(l * resb, b, eps)
  near(resa, a, 0)
  tester:eq(resb:stride():totable(), {1, 5})
end)

everyType('gelsSquareAndOverdetermined', function(T, eps)
  for _, sizes in ipairs {{4, 4}, {9, 4}} do
    local a, b = matrices.random(T, sizes[1], sizes[2]), matrices.random(T, sizes[1], 3)
    local x, factors = torch.gels(b, a)
    tester:eq(x:size():totable(), {4, 3})
    tester:eq(factors:size():totable(), sizes)
    -- what remains stands upright on the columns of a
    near(a:t() * (a * x - b), T(4, 3):zero(), eps)
    local resb, resa = T(), T()
    for _ = 1, 2 do
      local gotb, gota = torch.gels(resb, resa, b, a)
      tester:assert(gotb == resb and gota == resa)
      near(resb, x, 0)
      near(resa, factors, 0)
    end
    local ownb, owna = b:clone(), a:clone()
    torch.gels(ownb, owna, ownb, owna)
    near(ownb, x, 0)
  end
end)

everyType('gelsKnownWithResidual', function(T)
  -- the line 1 + 2 t through three points, one of them off by 3
  local a, b = T {{1, 0}, {1, 1}, {1, 2}}, T {{1}, {6}, {5}}
  local x = torch.gels(b, a)
  near(x, T {{2}, {2}}, 1e-5)
  local residual = (a * x - b):norm()
  tester:assertlt(math.abs(math.abs(x:storage()[3]) - residual), 1e-5)
end)

everyType('gelsUnderdetermined', function(T, eps)
  near(torch.gels(T {{10}}, T {{1, 3}}), T {{1}, {3}}, 1e-5)  -- the shortest on the line
  local a, b = matrices.random(T, 3, 7), matrices.random(T, 3, 2)
  local x = torch.gels(b, a)
  near(a * x, b, eps)
  -- the shortest solution is a combination of the rows of a
  local weights = torch.gels(x, a:t():clone())
  near(a:t() * weights, x, eps)
end)

everyType('inverseForms', function(T, eps)
  near(torch.inverse(T {{2, 1}, {4, 3}}), T {{1.5, -0.5}, {-2, 1}}, 1e-5)
  for _, a in ipairs {matrices.random(T, 7, 7), matrices.random(T, 7, 7):t()} do
    local eye = torch.eye(7):typeAs(a)
    local i = torch.inverse(a)
    near(a * i, eye, eps)
    tester:assert(not i:isContiguous())
    local res = T(7, 7)
    tester:assert(torch.inverse(res, a) == res)
    tester:assert(not res:isContiguous())
    near(torch.inverse(res, a), i, 0)
    local own = a:clone()
    torch.inverse(own, own)
    near(own, i, 0)
  end
  local sum = torch.inverse(T(2, 2):fill(0 / 0)):sum()
  tester:assert(sum ~= sum)
end)

function suite.errorTexts()
  local T = torch.DoubleTensor
  local singular, square, b = T {{1, 2}, {2, 4}}, T {{1, 2}, {3, 4}}, T(2, 1):fill(1)
  message('torch.gesv: the 2x2 matrix is singular: pivot 2 of its LU factors is 0', torch.gesv, b,
    singular)
  message('torch.inverse: the 2x2 matrix is singular: pivot 2 of its LU factors is 0',
    torch.inverse, singular)
  message('torch.trtrs: the 2x2 matrix is singular: element 1 of its diagonal is 0', torch.trtrs, b,
    T {{0, 1}, {0, 1}})
  message("torch.gels: the 2x2 matrix does not have full rank: element 2 of its triangular " ..
    "factor's diagonal is 0", torch.gels, b, T {{1, 0}, {0, 0}})
  message('torch.gesv: a must be a square matrix, got DoubleTensor 2x3', torch.gesv, b, T(2, 3))
  message('torch.gesv: a must be a square matrix, got DoubleTensor empty', torch.gesv, b, T())
  message('torch.gels: a must be a matrix, got DoubleTensor 2', torch.gels, b, T(2))
  message('torch.gesv: b must be a matrix or a vector, got DoubleTensor empty', torch.gesv, T(),
    square)
  message('torch.gesv: sizes 2x2 and 3x1 do not match: a has 2 rows, b 3', torch.gesv, T(3, 1),
    square)
  message('do not match', torch.gesv, b, square:float())
  message('torch.inverse: Long elements are not supported here: Float or Double is needed',
    torch.inverse, torch.LongTensor(2, 2))
  message("torch.trtrs: option 'X' does not fit, expected 'U' or 'L', then 'N' or 'T', " ..
    "then 'N' or 'U'", torch.trtrs, b, square, 'X')
  message("torch.trtrs: option 'T' does not fit", torch.trtrs, b, square, 'U', 'N', 'T')
end

function suite.resultsStayAfterAnError()
  local x, lu = torch.DoubleTensor {5}, torch.DoubleTensor {6}
  pcall(torch.gesv, x, lu, torch.ones(2, 1), torch.zeros(2, 2))
  near(x, torch.DoubleTensor {5}, 0)
  near(lu, torch.DoubleTensor {6}, 0)
end

tester:add(suite)
tester:run()
