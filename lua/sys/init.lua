-- SPDX-License-Identifier: BSD-3-Clause
-- `sys`: clock, shell commands and terminal colours for scripts.
setfenv(1, require 'torch.globals')
local native = require('tocha').paths
local paths = require 'paths'
local fail = require('torch.error').fail

local sys = {
  dirname = paths.dirname,
  concat = paths.concat,
  fpath = require 'sys.fpath',
  COLORS = require 'sys.colors',
}
publish('sys', sys)

--- sys.clock(): the time in seconds since 1970, with a resolution of microseconds or better.
sys.clock = native.clock

--- sys.usleep(microseconds), sys.sleep(seconds): waits; a signal ends the wait early.
function sys.usleep(microseconds) native.sleep((microseconds or 1) * 1e-6) end
function sys.sleep(seconds)
  if type(seconds) ~= 'number' then
    fail('sys.sleep', 'argument 1 must be a number of seconds, got ', type(seconds))
  end
  native.sleep(seconds)
end

local started

--- sys.tic(): starts the stopwatch.
function sys.tic() started = native.clock() end

--- sys.toc([verbose]): seconds since the last sys.tic(), printed too where `verbose` is true.
function sys.toc(verbose)
  if not started then fail('sys.toc', 'sys.tic was not called before') end
  local seconds = native.clock() - started
  if verbose then print(seconds) end
  return seconds
end

local function trim(text) return text:match('^%s*(.-)%s*$') end

--- sys.execute(command): runs a shell command; its output and error output as one string, without
-- white space at the ends.
function sys.execute(command)
  local pipe, message = io.popen('( ' .. command .. '\n) 2>&1')
  if not pipe then fail('sys.execute', message) end
  local text = pipe:read('*a')
  pipe:close()
  return trim(text)
end

--- sys.fexecute(command, [what]): as sys.execute, but the output goes through a temporary file: for
-- commands that leave a process behind, which would keep a pipe open. `what` says how much of it is
-- wanted, as for Lua's file:read: '*l' the first line, '*n' a number, '*a' all (the default).
function sys.fexecute(command, what)
  local name = os.tmpname()
  os.execute('( ' .. command .. '\n) >' .. name .. ' 2>&1')
  local file, message = io.open(name)
  if not file then fail('sys.fexecute', message) end
  local ok, found = pcall(file.read, file, what or '*a')
  file:close()
  os.remove(name)
  if not ok then
    fail('sys.fexecute', "argument 2 must be '*a', '*l', '*n' or a number of bytes, got ", what)
  end
  return type(found) == 'string' and trim(found) or found
end

--- sys.ls([arguments]), sys.ll, sys.la, sys.lla: the output of `ls` with no option, -l, -a, -la.
local function lister(options)
  return function(arguments) return sys.execute('ls' .. options .. ' ' .. (arguments or '')) end
end
sys.ls, sys.ll, sys.la, sys.lla = lister '', lister ' -l', lister ' -a', lister ' -la'

--- sys.uname(): 'linux', 'macos', 'windows', or '?' for another system. sys.OS holds the same.
function sys.uname()
  local known = { Linux = 'linux', Darwin = 'macos', Windows = 'windows' }
  return known[(paths.uname())] or '?'
end
sys.OS = sys.uname()

--- sys.prefix: the directory above the one that holds the running program.
sys.prefix = paths.dirname(paths.execdir() or '.')

--- sys.split(text, pattern): the list of the pieces of `text` between the matches of the Lua
-- pattern; empty pieces count, but not before a match at the very start or after one at the end.
function sys.split(text, pattern)
  local pieces = {}
  local from = 1
  local first, last = text:find(pattern)
  while first do
    if last < first then fail('sys.split', "pattern '", pattern, "' matches the empty string") end
    if first > 1 then pieces[#pieces + 1] = text:sub(from, first - 1) end
    from = last + 1
    first, last = text:find(pattern, from)
  end
  if from <= #text then pieces[#pieces + 1] = text:sub(from) end
  return pieces
end

--- sys.isNaN(number): whether it is not a number, the only value that differs from itself.
function sys.isNaN(number) return number ~= number end

return sys
