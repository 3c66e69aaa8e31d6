-- SPDX-License-Identifier: BSD-3-Clause
-- What torch.Tester writes: a line for each test while it runs, a summary, and a section for each
-- failure. Colours and the "[WAIT]" of a test in progress are for terminals only, so that a log
-- stays readable.

local torch = require 'torch.env'

local WIDTH = 80

local colours = {red = 31, green = 32, yellow = 33, magenta = 35, cyan = 36}

-- io.write is looked up at each call: a program may have put its own there.
local function write(text)
  io.write(text)
end

local function on_terminal()
  return io.type(io.output()) == 'file' and torch.isatty(io.output())
end

local function coloured(text, colour)
  if not on_terminal() then return text end
  return ('\27[%dm%s\27[0m'):format(colours[colour], text)
end

local function counted(number, noun)
  return number .. ' ' .. noun .. (number == 1 and '' or 's')
end

local M = {}

function M.start(count)
  write('Running ' .. counted(count, 'test') .. '\n')
end

-- Begins the line of the test number `i` of `count`; returns what finish_test needs of it.
function M.start_test(i, count, name)
  local digits = #tostring(count)
  local number = ('%' .. digits .. 'd/%d '):format(i, count)
  local dots = ('.'):rep(WIDTH - #number - #name - #' ' - #' [PASS]')
  local line = coloured(number, 'cyan') .. name .. ' ' .. dots .. ' '
  write(on_terminal() and line .. '[' .. coloured('WAIT', 'cyan') .. ']\r' or line)
  io.flush()
  return line
end

local status_colour = {PASS = 'green', FAIL = 'red', ERROR = 'magenta', SKIP = 'yellow'}

-- Ends the line: `status` is one of PASS, FAIL, ERROR and SKIP.
function M.finish_test(line, status, warned)
  if on_terminal() then write(line) end
  write('[' .. coloured(status, status_colour[status]) .. ']\n')
  if warned then
    write((' '):rep(WIDTH - #'[+warning]') .. '[' .. coloured('+warning', 'yellow') .. ']\n')
  end
  io.flush()
end

function M.aborted()
  write('Aborting on first error, not all tests have been executed\n')
end

-- `counts` has the numbers of asserts, tests, failures, errors, warnings and disabled tests.
function M.summary(counts)
  local text = 'Completed ' .. counted(counts.asserts, 'assert') ..
    ' in ' .. counted(counts.tests, 'test') ..
    ' with ' .. coloured(counted(counts.failures, 'failure'), counts.failures == 0 and 'green' or 'red') ..
    ' and ' .. coloured(counted(counts.errors, 'error'), counts.errors == 0 and 'green' or 'magenta')
  if counts.warnings > 0 then
    text = text .. ' and ' .. coloured(counted(counts.warnings, 'warning'), 'yellow')
  end
  if counts.disabled > 0 then
    text = text .. ' and ' .. coloured(counts.disabled .. ' disabled', 'yellow')
  end
  write(text .. '\n')
end

-- The texts, each between lines of dashes.
function M.sections(texts)
  local dashes = ('-'):rep(WIDTH) .. '\n'
  for i, text in ipairs(texts) do
    write((i == 1 and dashes or '') .. text .. '\n' .. dashes)
  end
end

return M
