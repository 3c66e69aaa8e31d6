-- SPDX-License-Identifier: BSD-3-Clause
-- 1 GB of floats to and from the disk of the current directory, from a cold cache.

local torch = require 'torch'

local path = 'bench-ours.tmp'

local function seconds(f, ...)
  local start = torch.tic()
  local result = f(...)
  return torch.toc(start), result
end

local function save()
  return (seconds(torch.save, path, torch.FloatTensor(250e6):fill(1)))
end

return function(rows)
  rows['files/save'] = function()
    local taken = save()
    os.remove(path)
    collectgarbage()
    return taken
  end

  rows['files/load'] = function()
    save()
    collectgarbage()
    os.execute('dd if=' .. path .. ' iflag=nocache count=0 2>/dev/null')  -- it leaves the cache
    local taken, tensor = seconds(torch.load, path)
    os.remove(path)
    assert(tensor:size(1) == 250e6 and tensor[250e6] == 1)
    return taken
  end
end
