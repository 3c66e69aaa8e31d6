-- SPDX-License-Identifier: BSD-3-Clause
-- Sums and their kin over all and over a dimension, extremes, cumulative sums.

local torch = require 'torch'

return function(rows, bestTime)
  local function row(name, sizes, body)
    rows[name] = function()
      local input = torch.FloatTensor(torch.LongStorage(sizes)):uniform()
      local out, indices = torch.FloatTensor(), torch.LongTensor()
      return bestTime(function() body(input, out, indices) end)
    end
  end
  row('sum/all', {4000000}, function(x) return x:sum() end)
  for _, name in ipairs {'mean', 'var', 'std', 'norm', 'sum'} do
    if name ~= 'sum' then row(name .. '/all', {4000000}, function(x) return x[name](x) end) end
    if name ~= 'std' then row(name .. '/cached', {200000}, function(x) return x[name](x) end) end
  end
  local other, others = torch.rand(4000000):float(), torch.rand(200000):float()
  row('dot/all', {4000000}, function(x) return x:dot(other) end)
  row('dot/cached', {200000}, function(x) return x:dot(others) end)
  row('sum/rows', {2000, 2000}, function(x, out) torch.sum(out, x, 2) end)
  row('sum/columns', {2000, 2000}, function(x, out) torch.sum(out, x, 1) end)
  row('sum/short', {400000, 10}, function(x, out) torch.sum(out, x, 2) end)
  row('max/rows', {2000, 2000}, function(x, out, indices) torch.max(out, indices, x, 2) end)
  row('cumsum/vector', {1000000}, function(x, out) torch.cumsum(out, x) end)
  row('cumsum/rows', {2000, 2000}, function(x, out) torch.cumsum(out, x, 2) end)
  row('cumsum/columns', {2000, 2000}, function(x, out) torch.cumsum(out, x, 1) end)
end
