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
      for _ = 1, 10 * calls do c = a + b end
      return c
    end) / (10 * calls)
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

  local tensor, array = torch.FloatTensor(n):fill(1), ffi.new('float[?]', n + 1)
  rows['loop/read'] = function() return bestTime(function() read(tensor) end) end
  rows['loop/write'] = function() return bestTime(function() write(tensor) end) end
  rows['loop/read_ffi'] = function() return bestTime(function() read(array) end) end
  rows['loop/write_ffi'] = function() return bestTime(function() write(array) end) end
end
