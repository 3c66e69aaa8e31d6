-- SPDX-License-Identifier: BSD-3-Clause
-- The progress bar: its text for known times, and what it writes where there is no terminal.

local torch = require 'torch'
local xlua = require 'xlua'
local Bar = require('xlua.progress')._Bar
local checks = require 'support.checks'

local tester = torch.Tester()
local suite = torch.TestSuite()

local has = checks.has(tester)

function suite.text_in_the_middle()
  local bar = Bar.new(60)
  tester:eq(bar:render(2, 10, 1, 0.5),
    ' [====>..... 2/10 ..........] ETA: 4s | Step: 500ms')
  tester:eq(bar:render(5, 10, 2, 0.4),
    ' [========== 5/10 ..........] ETA: 2s | Step: 400ms')
end

function suite.text_at_the_ends()
  local bar = Bar.new(60)
  tester:eq(bar:render(0, 10, 0, 0), ' [.......... 0/10 ..........] ETA: 0ms | Step: 0ms')
  tester:eq(bar:render(10, 10, 4, 0.4, 'loss 0.5'),
    ' [======== 10/10 =======>] Tot: 4s | Step: 400ms | loss 0.5')
  tester:eq(bar:render(0, 0, 0, 0), ' [========== 0/0 ==========>] Tot: 0ms | Step: 0ms')
  -- Past the goal, or on a terminal with hardly a column, the bar stays a bar.
  has(bar:render(12, 10, 4, 0.4), '>] Tot')
  has(Bar.new(5):render(5, 10, 2, 0.4), '5/10')
end

function suite.step_is_the_mean_over_the_last_hundred()
  local bar = Bar.new(60)
  tester:eq(bar:step(1, 10), 0, 'nothing is known after one call')
  tester:eq(bar:step(2, 12), 2)
  tester:eq(bar:step(4, 14), 4 / 3, 1e-12)
  local later = Bar.new(60)
  for i = 1, 300 do
    -- The first 100 steps take 9 s, the others 1 s.
    local step = later:step(i, i <= 100 and 9 * i or 900 + i - 100)
    if i == 300 then tester:eq(step, 1, 1e-12) end
  end
end

-- The lines that `body` writes; ctest gives no terminal, an interactive run may have one.
local function lines_of(body)
  local parts = {}
  local write = io.write
  io.write = function(...) for i = 1, select('#', ...) do parts[#parts + 1] = tostring((select(i, ...))) end end -- luacheck: ignore
  local ok, message = pcall(body)
  io.write = write -- luacheck: ignore
  if not ok then error(message, 0) end
  local lines = {}
  for line in table.concat(parts):gmatch('[^\n]+') do lines[#lines + 1] = line end
  return lines
end

local terminal = require('tocha').paths.columns() ~= nil

function suite.a_log_gets_a_line_for_each_tenth()
  if terminal then return end
  local lines = lines_of(function()
    for i = 1, 100 do xlua.progress(i, 100, 'loss ' .. i) end
  end)
  tester:eq(#lines, 10)
  has(lines[1], ' 10/100 ')
  has(lines[1], 'ETA: ')
  has(lines[1], '| loss 10')
  has(lines[10], ' 100/100 ')
  has(lines[10], 'Tot: ')
  for _, line in ipairs(lines) do tester:assert(line:find('\r', 1, true) == nil) end
end

function suite.bars_follow_each_other()
  if terminal then return end
  local lines = lines_of(function()
    for _ = 1, 2 do
      for i = 1, 3 do xlua.progress(i, 3) end
    end
    xlua.progress(3, 3)
  end)
  tester:eq(#lines, 6)
  -- A bar that was left half way does not spoil the next one.
  lines = lines_of(function()
    xlua.progress(1, 4)
    xlua.progress(2, 4)
    xlua.progress(1, 4)
    for i = 2, 4 do xlua.progress(i, 4) end
  end)
  tester:eq(#lines, 6)
end

function suite.wrong_arguments()
  tester:assertErrorPattern(function() xlua.progress(1) end,
    'xlua%.progress: needs two numbers, got number and nil')
end

tester:add(suite):run()
