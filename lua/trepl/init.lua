-- SPDX-License-Identifier: BSD-3-Clause
-- What `th` adds to Lua: a print that shows what is in tables, the packages that programs run by
-- Torch7's th find without asking, and the interactive prompt.
--
--   require 'trepl'             print is replaced, sys, xlua and Penlight are at hand
--   require('trepl').run()      prompts until the end of input

setfenv(1, require 'torch.globals')
local display = require 'trepl.display'
require 'xlua'  -- and sys, which it requires
require 'trepl.penlight'

local M = {display = display}

local plain_print = _G.print

-- print(...): tables without a __tostring of their own are shown with what is in them, one value
-- after the other; everything else as Lua prints it.
function M.print(...)
  for i = 1, display.max_depth > 0 and select('#', ...) or 0 do
    if display.is_plain_table((select(i, ...))) then
      for k = 1, select('#', ...) do
        plain_print(display.show((select(k, ...))))
      end
      return
    end
  end
  plain_print(...)
end

_G.print = M.print
_G.require = require 'trepl.require'
require 'trepl.format_operator'
for name, f in pairs(require 'trepl.globals') do _G[name] = f end
if not torch.isatty(io.stdout) then _G.noColors() end

-- The values of the prompt's expressions, and the last of them.
_G._RESULTS, _G._LAST = {}, ''

-- What who() takes for the system's.
_G._preloaded_ = {}
for name in pairs(_G) do _G._preloaded_[name] = true end

-- Compiles a line as an expression, else as statements. Returns a function; or nil, the message
-- and whether more lines could complete it.
local function compile(text)
  local f = loadstring('return ' .. text:gsub('^%s*=', ''), '=stdin')
  if f then return f end
  local message
  f, message = loadstring(text, '=stdin')
  if f then return f end
  return nil, message, message:find("near '<eof>'", 1, true) ~= nil
end

local function show_results(ok, ...)
  if not ok then
    io.stderr:write(tostring((...)), '\n')
  elseif select('#', ...) > 0 then
    print(...)
    _G._LAST = (...)
    table.insert(_G._RESULTS, (...))
  end
end

local function traceback(message)
  if type(message) ~= 'string' then
    local meta = getmetatable(message)
    if not (type(meta) == 'table' and meta.__tostring) then return message end
    message = tostring(message)
  end
  -- Without the part below the user's code, and without a heading over nothing.
  local text = debug.traceback(message, 2):gsub("\n%s*%[C%]: in function 'xpcall'.*$", '')
  return (text:gsub('\nstack traceback:$', ''))
end

-- One round: reads until there is a whole statement, runs it. False at the end of input.
local function round(read_line)
  local text, reason = read_line('th> ')
  if not text then return reason ~= nil end
  local f, message, unfinished = compile(text)
  while not f and unfinished do
    local more
    more, reason = read_line('..> ')
    if not more then
      if reason then return true end
      break
    end
    text = text .. '\n' .. more
    f, message, unfinished = compile(text)
  end
  if f then
    show_results(xpcall(f, traceback))
  else
    io.stderr:write(message, '\n')
  end
  return true
end

local function plain_read_line(prompt)
  io.write(prompt)
  io.flush()
  return io.read()
end

-- run([read_line]): the prompt. Values of expressions are printed (`= x` works too), an error
-- leaves the prompt alive. `read_line(prompt)` returns a line, nil at the end of input, or nil and
-- a reason when what was typed so far is to be dropped.
function M.run(read_line)
  read_line = read_line or plain_read_line
  while true do
    local ok, more = pcall(round, read_line)
    io.flush()
    if not ok then
      io.stderr:write(tostring(more), '\n')
    elseif not more then
      break
    end
  end
  io.write('\n')
end

return setmetatable(M, {__call = function(_, ...) return M.run(...) end})
