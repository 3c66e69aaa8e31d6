-- SPDX-License-Identifier: BSD-3-Clause
-- What a call costs: small tensors and single elements in loops.

local torch = require 'torch'
local ffi = require 'ffi'

return function(rows, bestTime)
  local a, b = torch.FloatTensor(10):fill(1), torch.FloatTensor(10):fill(1)
  local calls, n = 10000, 1000000

  rows['call/add10'] = function()
    return bestTime(function()
      for _ = 1, calls do a:add(b) end
    end) / calls
  end

  -- One part of the measurement makes many collections: their cost is in it.
  rows['call/new10'] = function()
    local c
    return bestTime(function()
      for _ = 1, 100 * calls do c = a + b end
      return c
    end) / (100 * calls)
  end

  rows['call/addmm16'] = function()
    local function matrix() return torch.FloatTensor(16, 16):uniform() end
    local x, y, z = matrix(), matrix(), matrix()
    return bestTime(function()
      for _ = 1, calls do z:addmm(0.5, z, 1, x, y) end
    end) / calls
  end

  local function residentMegabytes()
    for line in io.lines('/proc/self/status') do
      local kilobytes = line:match('^VmRSS:%s*(%d+)')
      if kilobytes then return tonumber(kilobytes) / 1024 end
    end
  end

  -- Memory must not grow in such a loop, with nobody calling the collector.
  rows['call/growth'] = function()
    local c
    local function loop(count)
      for _ = 1, count do c = a + b end
    end
    collectgarbage() -- of what other rows left
    loop(1000000)
    local before = residentMegabytes()
    loop(10000000)
    return c and residentMegabytes() - before
  end

  local function read(t)
    local s = 0
    for i = 1, n do s = s + t[i] end
    return s
  end

  local function write(t)
    for i = 1, n do t[i] = i end
  end

  -- Made when asked for: memory of Lua's own changes the collector's pace in the other rows.
  local function elements(make, loop)
    return function()
      local object = make()
      return bestTime(function() loop(object) end)
    end
  end
  local function tensor() return torch.FloatTensor(n):fill(1) end
  local function array() return ffi.new('float[?]', n + 1) end
  rows['loop/read'], rows['loop/write'] = elements(tensor, read), elements(tensor, write)
  rows['loop/read_ffi'], rows['loop/write_ffi'] = elements(array, read), elements(array, write)
end
