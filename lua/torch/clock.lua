-- SPDX-License-Identifier: BSD-3-Clause
-- The system's clocks, in seconds, for torch.Timer, torch.tic and torch.toc.

local ffi = require 'ffi'

-- Names and types of our own: a script may have declared the system's for itself already.
ffi.cdef [[
typedef struct { long sec, nsec; } tocha_timespec;
typedef struct { long utime_sec, utime_usec, stime_sec, stime_usec, rest[28]; } tocha_rusage;
int tocha_clock_gettime(int clock, tocha_timespec *now) __asm__("clock_gettime");
int tocha_getrusage(int who, tocha_rusage *used) __asm__("getrusage");
]]

local REALTIME = 0
local MONOTONIC = ffi.os == 'OSX' and 6 or 1
local SELF = 0

local now = ffi.new('tocha_timespec')
local used = ffi.new('tocha_rusage')

local function read(clock)
  ffi.C.tocha_clock_gettime(clock, now)
  return tonumber(now.sec) + tonumber(now.nsec) * 1e-9
end

local M = {}

-- The time of day, since 1970.
function M.time_of_day()
  return read(REALTIME)
end

-- A clock that no one sets: only differences mean something.
function M.monotonic()
  return read(MONOTONIC)
end

-- Processor time of this process, all threads together: in the program, in the system.
function M.processor()
  ffi.C.tocha_getrusage(SELF, used)
  return tonumber(used.utime_sec) + tonumber(used.utime_usec) * 1e-6,
    tonumber(used.stime_sec) + tonumber(used.stime_usec) * 1e-6
end

return M
