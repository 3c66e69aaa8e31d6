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

local last_position, last_text, last_path = '', '', ''

local function last_message()
  return last_position .. last_text .. last_path
end

-- Where the user's program is: the nearest stack level that is neither C nor one of our files, as
-- debug.getinfo describes it; nil when there is none.
function M.caller()
  local level = 2
  while true do
    local info = debug.getinfo(level, 'Sl')
    if not info or info.currentline > 0 and not is_own(info.source) then return info end
    level = level + 1
  end
end

-- The same as the beginning of a message, "chunk:line: ", or "".
function M.position()
  local info = M.caller()
  return info and info.short_src .. ':' .. info.currentline .. ': ' or ''
end

-- Remembers the halves of a message that is about to be raised by other means.
function M.record(position, text)
  last_position, last_text, last_path = position, text, ''
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

-- Puts one step of the path, child `index` of type `child` in a container of type `parent`, between
-- the position and the text of a caught error and returns the new message, ready for
-- error(message, 0). The child's type is added where the text does not begin with it: in errors of
-- an operator that a layer called, and in those that did not come from this helper. Error values
-- that are not strings are returned as they are.
function M.extend(err, parent, index, child)
  if type(err) ~= 'string' then return err end
  if err ~= last_message() then M.record(split(err)) end
  local text, path = last_text, last_path ~= '' and last_path or '\n' .. child
  if not (text:sub(1, #child) == child and text:find('^[%[:]', #child + 1)) then
    text = child .. ': ' .. text
  end
  last_text = parent .. '[' .. index .. '].' .. text
  last_path = '\nIn ' .. index .. ' module of ' .. parent .. ':' .. path
  return last_message()
end

return M
