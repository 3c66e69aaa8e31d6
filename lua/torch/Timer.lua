-- SPDX-License-Identifier: BSD-3-Clause
-- torch.Timer: a stopwatch for wall-clock and processor time. It runs from its construction on.

local torch = require 'torch.env'
local clock = require 'torch.clock'

local Timer = torch.class('torch.Timer', torch)

local function readings()
  local user, sys = clock.processor()
  return {real = clock.monotonic(), user = user, sys = sys}
end

function Timer:__init()
  self.running = true
  self:reset()
end

-- Sets the time to 0. A running timer goes on from there, a stopped one stays stopped.
function Timer:reset()
  self.before = {real = 0, user = 0, sys = 0} -- what was counted up to the latest stop
  self.start = readings()
  return self
end

-- Stops counting and keeps what was counted.
function Timer:stop()
  if self.running then
    self.before = self:time()
    self.running = false
  end
  return self
end

-- Goes on counting from where `stop` left off.
function Timer:resume()
  if not self.running then
    self.start = readings()
    self.running = true
  end
  return self
end

-- The counted seconds: `real` by the clock on the wall, `user` of processor time in the program
-- (the sum over its threads), `sys` of processor time in the system on the program's behalf.
function Timer:time()
  local before, start = self.before, self.start
  local now = self.running and readings() or start
  return {
    real = before.real + (now.real - start.real),
    user = before.user + (now.user - start.user),
    sys = before.sys + (now.sys - start.sys),
  }
end

function Timer:__tostring__()
  return 'torch.Timer [status: ' .. (self.running and 'running' or 'stopped') .. ']'
end

return Timer
