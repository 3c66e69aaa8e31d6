-- SPDX-License-Identifier: BSD-3-Clause
-- Moving elements: transposed copies, sorting, picking by position.

local torch = require 'torch'

return function(rows, bestTime)
  local values, indices, out = torch.FloatTensor(), torch.LongTensor(), torch.FloatTensor()

  local function row(name, make)
    rows[name] = function() return bestTime(make(), 0.3) end
  end
  local function floats(...) return torch.FloatTensor(...):uniform() end
  local function positions(limit, ...) return torch.LongTensor(...):random(1, limit) end

  row('transpose/2000', function()
    local from, to = floats(2000, 2000):t(), torch.FloatTensor(2000, 2000)
    return function() to:copy(from) end
  end)
  row('sort/vector', function()
    local x = floats(1000000)
    return function() torch.sort(values, indices, x) end
  end)
  row('sort/rows', function()
    local x = floats(1000, 1000)
    return function() torch.sort(values, indices, x, 2) end
  end)
  row('sort/double', function()
    local x, sorted = torch.DoubleTensor(1000000):uniform(), torch.DoubleTensor()
    return function() torch.sort(sorted, indices, x) end
  end)
  row('topk/vector', function()
    local x = floats(1000000)
    return function() torch.topk(values, indices, x, 100, 1, true, true) end
  end)
  row('topk/rows', function()
    local x = floats(1000, 1000)
    return function() torch.topk(values, indices, x, 10, 2, true, true) end
  end)
  row('index/rows', function()
    local x, at = floats(10000, 100), positions(10000, 10000)
    return function() out:index(x, 1, at) end
  end)
  row('index/columns', function()
    local x, at = floats(10000, 100), positions(100, 100)
    return function() out:index(x, 2, at) end
  end)
  row('index/elements', function()
    local x, at = floats(1000000), positions(1000000, 1000000)
    return function() out:index(x, 1, at) end
  end)
  row('gather/rows', function()
    local x, at = floats(1000, 1000), positions(1000, 1000, 1000)
    return function() torch.gather(out, x, 2, at) end
  end)
  row('gather/columns', function()
    local x, at = floats(1000, 1000), positions(1000, 1000, 1000)
    return function() torch.gather(out, x, 1, at) end
  end)
end
