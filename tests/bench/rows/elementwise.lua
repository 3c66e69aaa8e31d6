-- SPDX-License-Identifier: BSD-3-Clause
-- Elementwise operators on floats, from 10 to 10^7 elements.

local torch = require 'torch'

return function(rows, bestTime)
  local operators = {
    add = function(out, a, b) torch.add(out, a, b) end,
    mul = function(out, a) torch.mul(out, a, 1.5) end,
    copy = function(out, a) out:copy(a) end,
  }
  for _, name in ipairs {'exp', 'log', 'tanh', 'sigmoid', 'sqrt'} do
    local f = torch[name]
    operators[name] = function(out, a) f(out, a) end
  end
  for name, f in pairs(operators) do
    for _, n in ipairs {10, 1000, 100000, 4000000, 10000000} do
      rows[('%s/%d'):format(name, n)] = function()
        local a, b = torch.FloatTensor(n):uniform():add(0.5), torch.FloatTensor(n):uniform()
        local out = torch.FloatTensor(n):zero()
        return bestTime(function() f(out, a, b) end)
      end
    end
  end

  rows['pow_double/1000000'] = function()
    local a, out = torch.DoubleTensor(1000000):uniform(), torch.DoubleTensor(1000000)
    return bestTime(function() torch.pow(out, a, 2.5) end)
  end

  rows['masked_fill/1000000'] = function()
    local a = torch.FloatTensor(1000000):uniform()
    local mask = torch.gt(torch.FloatTensor(1000000):uniform(), 0.5)
    return bestTime(function() a:maskedFill(mask, 1) end)
  end
end
