-- SPDX-License-Identifier: BSD-3-Clause
-- Reads the JSON files of tests/golden: decode(text) gives tables, strings, numbers and booleans.
-- null becomes nil. Wrong text is an error with its position.

local kEscapes = { b = '\b', f = '\f', n = '\n', r = '\r', t = '\t' }

local value

local function expect(text, at, pattern)
  local _, stop = text:find('^%s*' .. pattern, at)
  if not stop then error('json: ' .. pattern .. ' expected at byte ' .. at, 0) end
  return stop + 1
end

-- The elements up to the closing bracket, each read by `read(at)`, which returns where it ended.
local function elements(text, at, close, read)
  if text:find('^%s*' .. close, at) then return expect(text, at, close) end
  while true do
    at = read(at)
    if not text:find('^%s*,', at) then return expect(text, at, close) end
    at = expect(text, at, ',')
  end
end

local function string_at(text, at)
  local parts = {}
  while true do
    local stop = assert(text:find('["\\]', at), 'json: unfinished string')
    parts[#parts + 1] = text:sub(at, stop - 1)
    if text:sub(stop, stop) == '"' then return table.concat(parts), stop + 1 end
    local escape = text:sub(stop + 1, stop + 1)
    if escape == 'u' then
      local code = tonumber(text:sub(stop + 2, stop + 5), 16)
      assert(code and code < 128, 'json: only \\u escapes of ASCII are read')
      parts[#parts + 1] = string.char(code)
      at = stop + 6
    else
      parts[#parts + 1] = kEscapes[escape] or escape
      at = stop + 2
    end
  end
end

local function array_at(text, at)
  local list, n = {}, 0
  local stop = elements(text, at, '%]', function(from)
    n = n + 1
    local after
    list[n], after = value(text, from)
    return after
  end)
  return list, stop
end

local function object_at(text, at)
  local object = {}
  local stop = elements(text, at, '}', function(from)
    local key, after = string_at(text, expect(text, from, '"'))
    object[key], after = value(text, expect(text, after, ':'))
    return after
  end)
  return object, stop
end

local kWords = { ['true'] = true, ['false'] = false }

function value(text, at)
  at = text:find('%S', at) or at
  local first = text:sub(at, at)
  if first == '{' then return object_at(text, at + 1) end
  if first == '[' then return array_at(text, at + 1) end
  if first == '"' then return string_at(text, at + 1) end
  local word = text:match('^[%w%.%+%-]+', at)
  if not word then error('json: a value expected at byte ' .. at, 0) end
  local result = kWords[word]
  if result == nil and word ~= 'null' then
    result = tonumber(word) or error('json: ' .. word .. ' at byte ' .. at .. ' is no value', 0)
  end
  return result, at + #word
end

local json = {}

function json.decode(text)
  local result, stop = value(text, 1)
  assert(not text:find('%S', stop), 'json: text behind the value')
  return result
end

function json.read(name)
  local file = assert(io.open(name))
  local text = file:read('*a')
  file:close()
  return json.decode(text)
end

return json
