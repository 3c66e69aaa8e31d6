-- SPDX-License-Identifier: BSD-3-Clause
-- torch.Timer, torch.tic and torch.toc. Waiting is by the clock itself, so that only lower bounds
-- and orders are asserted: the machine may be busy.

local torch = require 'torch'
local clock = require 'torch.clock'

local tester = torch.Tester()
local suite = torch.TestSuite()

local function wait(seconds)
  local stop = clock.monotonic() + seconds
  while clock.monotonic() < stop do end
end

function suite.runs_from_the_start()
  local timer = torch.Timer()
  wait(0.02)
  local time = timer:time()
  tester:assertge(time.real, 0.02)
  tester:assertgt(time.user + time.sys, 0)
  tester:assertle(time.real, timer:time().real)
end

function suite.stops_and_resumes()
  local timer = torch.Timer()
  wait(0.01)
  tester:assert(timer:stop() == timer)
  local stopped = timer:time()
  local outside = torch.Timer()
  wait(0.02)
  tester:eq(timer:stop():time(), stopped)
  tester:assert(timer:resume() == timer)
  local between = outside:stop():time().real
  tester:assertge(timer:time().real, stopped.real)
  wait(0.01)
  local whole = timer:time().real
  tester:assertge(whole, stopped.real + 0.01)
  -- resuming a running timer changes nothing
  tester:assertge(timer:resume():time().real, whole)
  tester:assertge(between, 0.02)
end

-- What passes while the timer stands does not count: a wall clock around it sees more.
function suite.time_while_stopped_does_not_count()
  local around = torch.Timer()
  local timer = torch.Timer()
  timer:stop()
  wait(0.05)
  timer:resume()
  timer:stop()
  tester:assertge(around:time().real, timer:time().real + 0.05)
end

function suite.reset()
  local timer = torch.Timer()
  wait(0.02)
  timer:stop()
  tester:assert(timer:reset() == timer)
  tester:eq(timer:time(), {real = 0, user = 0, sys = 0})
  wait(0.01)
  tester:eq(timer:time().real, 0, 'a stopped timer stays stopped')
  timer:resume()
  wait(0.01)
  tester:assertge(timer:time().real, 0.01)
  local around = torch.Timer()
  timer:reset()
  tester:assertle(timer:time().real, around:time().real)
end

function suite.text()
  local timer = torch.Timer()
  tester:eq(tostring(timer), 'torch.Timer [status: running]')
  tester:eq(tostring(timer:stop()), 'torch.Timer [status: stopped]')
  tester:eq(torch.type(timer), 'torch.Timer')
end

-- A userdata with no fields of its own; what runs here and now is not written to files.
function suite.object()
  local timer = torch.Timer()
  tester:eq(type(timer), 'userdata')
  tester:assertErrorPattern(function() timer.note = 1 end, 'torch%.Timer: field note cannot be set')
  tester:assertErrorPattern(function() timer.time({}) end, 'torch%.Timer: timer expected, got table')
  tester:assertErrorPattern(function() torch.serialize(timer) end, 'torch%.Timer')
  tester:assert(torch.factory('torch.Timer') == nil)
  local class = torch.getmetatable('torch.Timer')
  tester:eq(type(class.__gc), 'function')
  class.__gc(timer)
  tester:eq(tostring(timer), 'torch.Timer [status: stopped]')
end

function suite.processor_time()
  local user, sys = clock.processor()
  tester:assertge(user, 0)
  tester:assertge(sys, 0)
  -- Lua's own measure of both together
  tester:assertalmosteq(user + sys, os.clock(), 0.5)
end

function suite.tic_toc()
  local start = torch.tic()
  tester:assertalmosteq(start, os.time(), 2)
  wait(0.01)
  local passed = torch.toc(start)
  tester:assertgt(passed, 0.005)
  tester:assertErrorPattern(function() torch.toc() end,
    'torch%.toc: the number that torch%.tic returned expected, got nil')
end

tester:add(suite):run()
