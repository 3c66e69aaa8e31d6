-- SPDX-License-Identifier: BSD-3-Clause
-- Matrix products; a row's name is product/TYPE/FORM/BATCH/M/N/K (products.py).

local torch = require 'torch'

return function(rows, bestTime)
  setmetatable(rows, {__index = function(_, name)
    local kind, ta, tb, sizes = name:match('^product/(%a+)/(%a)(%a)/(.*)$')
    if not kind then return nil end
    local batch, m, n, k = sizes:match('(%d+)/(%d+)/(%d+)/(%d+)')
    batch, m, n, k = tonumber(batch), tonumber(m), tonumber(n), tonumber(k)
    local Tensor = kind == 'float' and torch.FloatTensor or torch.DoubleTensor
    local function matrices(transposed, rowCount, columns)
      if transposed == 't' then rowCount, columns = columns, rowCount end
      local x = Tensor(batch, rowCount, columns):uniform()
      if transposed == 't' then x = x:transpose(2, 3) end
      return batch == 1 and x[1] or x
    end
    return function()
      local a, b, c = matrices(ta, m, k), matrices(tb, k, n), matrices('n', m, n)
      if batch == 1 then return bestTime(function() c:addmm(0.5, c, 1, a, b) end, 0.2) end
      return bestTime(function() c:baddbmm(0.5, c, 1, a, b) end, 0.2)
    end
  end})
end
