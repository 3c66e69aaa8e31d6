-- SPDX-License-Identifier: BSD-3-Clause
-- What the tests of linear algebra share.

local torch = require 'torch'
local checks = require 'support.checks'

local matrices = {}

--- The same numbers for every type and run, from -1 to 1; well-conditioned for a few rows.
function matrices.random(T, rows, columns)
  torch.manualSeed(rows * 100 + columns)
  local made = torch.DoubleTensor(rows, columns):uniform(-1, 1)
  for i = 1, math.min(rows, columns) do made[i][i] = made[i][i] + 3 end
  return made:type(T():type())
end

--- Three functions: near(got, expected, eps) checks that two tensors agree in type and sizes, and in
-- values up to eps; message(text, f, ...) that f(...) raises an error with `text` in it.
-- everyType(name, body) adds a case for DoubleTensor and one for FloatTensor: `body` gets the type and
-- a precision for products of a few well-conditioned matrices with elements around 1.
function matrices.checks(tester, suite)
  local function near(got, expected, eps)
    tester:eq(got:type(), expected:type())
    tester:eq(got:size():totable(), expected:size():totable())
    local distance = (got - expected):abs():max()
    tester:assert(distance <= eps, 'off by ' .. distance)
  end
  local function everyType(name, body)
    suite[name .. 'Double'] = function() body(torch.DoubleTensor, 1e-10) end
    suite[name .. 'Float'] = function() body(torch.FloatTensor, 1e-3) end
  end
  return near, checks.message(tester), everyType
end

return matrices
