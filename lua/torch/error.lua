-- SPDX-License-Identifier: BSD-3-Clause
-- The one way to report an error from Lua code of the project.
--
-- A message reads "script.lua:12: torch.add: sizes 3x4 and 5 do not match": the position is the
-- line of the user's program that led here, not a line of ours. Containers lengthen the message
-- with the path to the child that failed ("nn.Sequential[3].nn.Linear: ..."). They must put the
-- path behind the position, so the parts of the latest message are remembered here; C code raises
-- through this file too (`raise`) or leaves its parts with `record`. Behind the text stand the
-- lines with which Torch7 tells the path ("In 3 module of nn.Sequential:"): its programs look for
-- them.

local M = {}

local is_own = require('torch.own_files').is_own

local function lost_line(f)
  return require('torch.tail_call').lost_line(f)
end

local last_position, last_text, last_path = '', '', ''
local last_frames = {}     -- the program's own lines inside of failed children, the innermost first
local lost_inside = false  -- no such line was found in the child that failed last

local function last_message()
  local frames = #last_frames > 1 and '\nstack traceback of the layer:' .. table.concat(last_frames) or ''
  return last_position .. last_text .. last_path .. frames
end

local function is_users(info)
  return info.currentline > 0 and not is_own(info.source)
end

-- A method that a frame of ours called, at `level` as the caller sees it, may have ended in a tail call
-- since: its line, nil if it has not or is not the program's.
local function lost_method(level)
  local called = debug.getinfo(level, 'n')
  if not called or called.namewhat ~= 'method' then return nil end
  local _, object = debug.getlocal(level + 1, 1)
  return type(object) == 'table' and lost_line(object[called.name]) or nil
end

-- The nearest stack level that is neither C nor one of our files, as debug.getinfo describes it; nil
-- when there is none. A nearer line that a tail call took off the stack comes second.
local function nearest()
  local level = 3
  while true do
    local info = debug.getinfo(level, 'Sl')
    if not info or is_users(info) then return info end
    local lost = info.currentline > 0 and lost_method(level)
    if lost then return nil, lost end
    level = level + 1
  end
end

-- Where the user's program is: debug.getinfo of its nearest function on the stack, nil if there is none.
function M.caller()
  return (nearest())
end

-- The same as the beginning of a message, "chunk:line: ", or "".
function M.position()
  local info, lost = nearest()
  return lost or info and info.short_src .. ':' .. info.currentline .. ': ' or ''
end

-- return stay(object:method(...)) is no tail call of the method: the caller stays on the stack, where
-- lost_method looks for it.
function M.stay(...)
  return ...
end

-- Remembers the halves of a message that is about to be raised by other means.
function M.record(position, text)
  last_position, last_text, last_path, last_frames = position, text, '', {}
end

-- Raises `text` with the user's position in front.
function M.raise(text)
  M.record(M.position(), text)
  error(last_position .. text, 0)
end

-- fail(where, ...): raises "where: ...". `where` is the function as the user wrote it; the parts
-- after it are texts and the user's values, of which tensors and other objects are named, not printed.
function M.fail(where, ...)
  local parts = {where, ': '}
  for i = 1, select('#', ...) do
    local part = select(i, ...)
    parts[i + 2] = type(part) == 'string' and part or require('torch.describe')(part)
  end
  M.raise(table.concat(parts))
end

-- A position that Lua itself wrote: the first colon is the one before the line number, but for a
-- chunk made from a string and for a drive letter.
local position_patterns = {'^%[string ".-"%]:%d+: ', '^%a:[^:\n]+:%d+: ', '^[^:\n]+:%d+: '}

local function split(message)
  for _, pattern in ipairs(position_patterns) do
    local _, stop = message:find(pattern)
    if stop then return message:sub(1, stop), message:sub(stop + 1) end
  end
  return '', message
end

-- The message handler with which containers call a child: it sees the stack where the error came up,
-- which is gone when the container goes on, and adds the program's own lines on it to the message.
function M.catch(err)
  if type(err) ~= 'string' then return err end
  if err ~= last_message() then M.record(split(err)) end
  local level, before = 2, #last_frames
  while true do
    local info = debug.getinfo(level, 'Slnf')
    if not info or info.func == xpcall then break end
    if is_users(info) then
      local name = info.name and "'" .. info.name .. "'" or
        '<' .. info.short_src .. ':' .. info.linedefined .. '>'
      table.insert(last_frames, '\n\t' .. info.short_src .. ':' .. info.currentline .. ': in function ' ..
                   name)
    end
    level = level + 1
  end
  lost_inside = #last_frames == before
  return last_message()
end

-- Puts one step of the path, child `index` of type `child` in a container of type `parent`, between
-- the position and the text of a caught error and returns the new message, ready for
-- error(message, 0). The child's type is added where the text does not begin with it: in errors of
-- an operator that a layer called, and in those that did not come from this helper. `method` is the
-- child's method that was called, if it is known. Error values that are not strings are returned as
-- they are.
function M.extend(err, parent, index, child, method)
  if type(err) ~= 'string' then return err end
  if err ~= last_message() then M.record(split(err)) end
  if lost_inside and last_path == '' and last_position ~= '' then
    last_position = lost_line(method) or last_position
  end
  lost_inside = false
  local text, path = last_text, last_path ~= '' and last_path or '\n' .. child
  if not (text:sub(1, #child) == child and text:find('^[%[:]', #child + 1)) then
    text = child .. ': ' .. text
  end
  last_text = parent .. '[' .. index .. '].' .. text
  last_path = '\nIn ' .. index .. ' module of ' .. parent .. ':' .. path
  return last_message()
end

return M
