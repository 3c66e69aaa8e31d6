-- SPDX-License-Identifier: BSD-3-Clause
-- What the tests of linear algebra share.

local torch = require 'torch'

local matrices = {}

--- Adds the case `name` for DoubleTensor and FloatTensor; `body` gets the type and a precision for
-- products of a few well-conditioned matrices with elements around 1.
function matrices.everyType(suite, name, body)
  suite[name .. 'Double'] = function() body(torch.DoubleTensor, 1e-10) end
  suite[name .. 'Float'] = function() body(torch.FloatTensor, 1e-3) end
end

--- The same numbers for every type and run, from -1 to 1; well-conditioned for a few rows.
function matrices.random(T, rows, columns)
  torch.manualSeed(rows * 100 + columns)
  local made = torch.DoubleTensor(rows, columns):uniform(-1, 1)
  for i = 1, math.min(rows, columns) do made[i][i] = made[i][i] + 3 end
  return made:type(T():type())
end

--- A function that checks that two tensors agree in type and sizes, and in values up to eps.
function matrices.near(tester)
  return function(got, expected, eps)
    tester:eq(got:type(), expected:type())
    tester:eq(got:size():totable(), expected:size():totable())
    local distance = (got - expected):abs():max()
    tester:assert(distance <= eps, 'off by ' .. distance)
  end
end

--- A function that checks that calling `f` with the arguments raises an error with `text` in it.
function matrices.message(tester)
  return function(text, f, ...)
    local ok, got = pcall(f, ...)
    tester:assert(not ok, 'no error, expected ' .. text)
    tester:assert(tostring(got):find(text, 1, true) ~= nil, tostring(got) .. '\nexpected ' .. text)
  end
end

return matrices
