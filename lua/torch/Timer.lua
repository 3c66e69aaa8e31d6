-- SPDX-License-Identifier: BSD-3-Clause
-- torch.Timer: a stopwatch for wall-clock and processor time. It runs from its construction on. A
-- timer is a userdata, as in Torch7, which no file holds; its environment is what it knows: whether
-- it runs, the readings at the latest start, and what was counted `before` the latest stop.

local torch = require 'torch.env'
local clock = require 'torch.clock'
local fail = require('torch.error').fail

local function readings()
  local user, sys = clock.processor()
  return {real = clock.monotonic(), user = user, sys = sys}
end

local function know(timer)
  if torch.type(timer) ~= 'torch.Timer' then
    fail('torch.Timer', 'timer expected, got ', torch.type(timer))
  end
  return torch.getenv(timer)
end

local function restart(state)
  state.before = {real = 0, user = 0, sys = 0}
  state.start = readings()
end

local function create()
  local state = {running = true}
  restart(state)
  local timer = newproxy()
  debug.setmetatable(timer, torch.getmetatable('torch.Timer'))
  torch.setenv(timer, state)
  return timer
end

-- The collector's: a timer that is gone does not run.
local function destroy(timer)
  know(timer).running = false
end

local Timer = torch.newmetatable('torch.Timer', nil, create, destroy, nil, torch)

-- Sets the time to 0. A running timer goes on from there, a stopped one stays stopped.
function Timer:reset()
  restart(know(self))
  return self
end

-- Stops counting and keeps what was counted.
function Timer:stop()
  local state = know(self)
  if state.running then
    state.before = self:time()
    state.running = false
  end
  return self
end

-- Goes on counting from where `stop` left off.
function Timer:resume()
  local state = know(self)
  if not state.running then
    state.start = readings()
    state.running = true
  end
  return self
end

-- The counted seconds: `real` by the clock on the wall, `user` of processor time in the program
-- (the sum over its threads), `sys` of processor time in the system on the program's behalf.
function Timer:time()
  local state = know(self)
  local before, start = state.before, state.start
  local now = state.running and readings() or start
  return {
    real = before.real + (now.real - start.real),
    user = before.user + (now.user - start.user),
    sys = before.sys + (now.sys - start.sys),
  }
end

function Timer:__tostring__()
  return 'torch.Timer [status: ' .. (know(self).running and 'running' or 'stopped') .. ']'
end

return torch.Timer
