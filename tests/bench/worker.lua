-- SPDX-License-Identifier: BSD-3-Clause
-- Our side of bench.py: reads "row threads" lines, answers seconds for one piece of work. The work is
-- in rows/, one file a topic.

local torch = require 'torch'

-- Seconds for one call of `body`: the best of many parts of about `atLeast` seconds in all.
local function bestTime(body, atLeast)
  atLeast = atLeast or 0.1
  local function now() return torch.tic() end
  body()
  local start = now()
  body()
  local once = now() - start
  local calls = math.max(1, math.floor(atLeast / 20 / math.max(once, 1e-7)))
  local best, finish = math.huge, now() + atLeast
  repeat
    start = now()
    for _ = 1, calls do body() end
    local stop = now()
    best = math.min(best, (stop - start) / calls)
  until stop > finish
  return best
end

local here = arg[0]:match('^(.*/)') or './'
local rows = {}
for topic in io.lines(here .. 'rows/topics') do
  dofile(here .. 'rows/' .. topic .. '.lua')(rows, bestTime)
end

for line in io.lines() do
  local row, threads = line:match('(%S+) (%d+)')
  torch.setnumthreads(tonumber(threads))
  local body = rows[row]
  print(body and ('%.9g'):format(body()) or 'unknown row ' .. tostring(row))
  io.stdout:flush()
end
