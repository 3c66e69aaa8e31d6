-- SPDX-License-Identifier: BSD-3-Clause
-- The progress bar of training loops:
--   [=======>.......... 120/469 ..................] ETA: 3s512ms | Step: 10ms
-- On a terminal it is redrawn in place, at most some ten times a second; anywhere else (a file, a
-- pipe) a line is written for each tenth of the way, so that logs stay readable.
local native = require('tocha').paths
local formatTime = require('xlua.text').formatTime
local fail = require('torch.error').fail

local Bar = {}
Bar.__index = Bar

local kWindow = 100       -- steps over which the time of a step is averaged
local kRedraw = 0.08      -- seconds between two redraws
local kMaxWidth = 120
local kTail = 34          -- columns kept for the times

-- A bar that has seen nothing; `width` in columns.
function Bar.new(width) return setmetatable({ width = width, marks = {}, count = 0 }, Bar) end

-- Notes that step `current` was reached `elapsed` seconds after the start of the bar; gives the
-- seconds a step takes, measured over the last steps.
function Bar:step(current, elapsed)
  local newest = { current, elapsed }
  local slot = self.count % kWindow + 1
  local oldest = self.marks[slot] or self.marks[1] or newest
  self.marks[slot] = newest
  self.count = self.count + 1
  local steps = current - oldest[1]
  return steps > 0 and (elapsed - oldest[2]) / steps or 0
end

-- The line for step `current` of `goal`.
function Bar:render(current, goal, elapsed, step, note)
  local share = goal > 0 and math.min(current / goal, 1) or 1
  local tail = share < 1 and ' ETA: ' .. formatTime(math.max(goal - current, 0) * step)
    or ' Tot: ' .. formatTime(elapsed)
  tail = tail .. ' | Step: ' .. formatTime(step)
  if note then tail = tail .. ' | ' .. note end

  local length = math.max(10, self.width - math.max(kTail, #tail + 4))
  local done = math.floor(share * length)
  local bar = string.rep('=', math.min(done, length))
  if done > 0 then bar = bar:sub(1, done - 1) .. '>' end
  bar = bar .. string.rep('.', length - done)

  local label = ' ' .. current .. '/' .. goal .. ' '
  local at = math.max(0, math.floor((length - #label) / 2))
  bar = (bar:sub(1, at) .. label .. bar:sub(at + #label + 1))
  return ' [' .. bar .. ']' .. tail
end

local bar, started, drawn, share, line_length
local finished = true

-- Whether the bar is due to be shown: `before` was its share of the way at the last call.
local function due(columns, before, now)
  if finished then return true end
  if columns then return not drawn or now - drawn >= kRedraw end
  return math.floor(share * 10) > math.floor(before * 10)
end

local function advance(current, goal, note, columns)
  local now = native.ticks()
  local before = share
  share = goal > 0 and current / goal or 1
  -- A bar begins with the first call, and when the position falls back.
  if not bar or share < before then
    if not finished and columns then io.write('\n') end
    bar = Bar.new(math.min(columns or 80, kMaxWidth))
    before, started, drawn, line_length = 0, now, nil, 0
  elseif finished then
    return
  end
  finished = share >= 1
  local step = bar:step(current, now - started)
  if not due(columns, before, now) then return end
  drawn = now
  local line = bar:render(current, goal, now - started, step, note)
  if columns then
    -- What was longer the last time is overwritten; the cursor stays at the start of the line so
    -- that the next thing printed replaces the bar.
    line = line:sub(1, columns - 1)
    io.write('\r', line, string.rep(' ', line_length - #line), finished and '\n' or '\r')
    line_length = #line
  else
    io.write(line, '\n')
  end
  io.flush()
end

--- xlua.progress(current, goal [, note]): shows that step `current` of `goal` is done, with the
-- time left and the time a step takes; `note` (a loss, a rate, …) is shown behind them. A call
-- with current equal to goal ends the bar; a smaller `current` than before starts the next one.
local function progress(current, goal, note)
  if type(current) ~= 'number' or type(goal) ~= 'number' then
    fail('xlua.progress', 'needs two numbers, got ', type(current), ' and ', type(goal))
  end
  advance(current, goal, note and tostring(note), native.columns())
end

return { progress = progress, _Bar = Bar }
