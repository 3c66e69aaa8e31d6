-- SPDX-License-Identifier: BSD-3-Clause
-- The part of `paths` that only looks at the text of a file name, by the rules of POSIX:
-- '/' separates components, several in a row count as one, a trailing one means nothing.
local fail = require('torch.error').fail

local names = {}

-- Gives argument `index` of `func` as a string; a number is taken as its digits, as Lua itself does.
function names.check(func, index, value)
  local kind = type(value)
  if kind == 'string' then return value end
  if kind == 'number' then return tostring(value) end
  fail(func, 'argument ', index, ' must be a file name, got ', kind)
end
local check = names.check

--- paths.basename(path [, suffix]): the last component of `path` ('' for '/').
-- `suffix`, with or without its dot, is taken off where the name ends with dot and suffix.
function names.basename(path, suffix)
  local base = check('paths.basename', 1, path):match('([^/]*)/*$')
  if suffix == nil then return base end
  local ending = '.' .. check('paths.basename', 2, suffix):gsub('^%.', '')
  if #ending > 1 and base:sub(-#ending) == ending then base = base:sub(1, -#ending - 1) end
  return base
end

--- paths.dirname(path): the directory that holds `path`; '.' where the name tells none.
function names.dirname(path)
  path = check('paths.dirname', 1, path)
  local parent = path:match('^(.*)/+[^/]+/*$')
  if not parent then return path:sub(1, 1) == '/' and path or '.' end
  parent = parent:gsub('/+$', '')
  return parent == '' and '/' or parent
end

--- paths.extname(path): what follows the last dot of the last component; nothing where it has none.
function names.extname(path)
  return (check('paths.extname', 1, path):match('%.([^./]*)$'))
end

-- The full name of `path` as seen from the full name `from`.
local function resolve(from, path)
  local parts = {}
  local function walk(text)
    for part in text:gmatch('[^/]+') do
      if part == '..' then
        parts[#parts] = nil
      elseif part ~= '.' then
        parts[#parts + 1] = part
      end
    end
  end
  if path:sub(1, 1) ~= '/' then walk(from) end
  walk(path)
  return '/' .. table.concat(parts, '/')
end

--- paths.concat([path1, ..., pathn]): each name read relative to the one before it, the first one
-- relative to the current directory; the result is a full name without '.', '..' and double '/'.
-- An absolute name starts afresh. Without arguments: the current directory.
function names.concat(cwd, ...)
  local full = cwd
  for i = 1, select('#', ...) do
    full = resolve(full, check('paths.concat', i, (select(i, ...))))
  end
  return full
end

return names
