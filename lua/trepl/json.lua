-- SPDX-License-Identifier: BSD-3-Clause
-- JSON texts (RFC 8259) as Lua values: objects and arrays as tables, null as nil.

local fail = require('torch.error').fail

local kDeepest = 200

local escapes = {b = '\b', f = '\f', n = '\n', r = '\r', t = '\t', ['"'] = '"', ['\\'] = '\\', ['/'] = '/'}

local function utf8(code)
  if code < 0x80 then return string.char(code) end
  local bytes, lead = {}, code < 0x800 and 0xC0 or code < 0x10000 and 0xE0 or 0xF0
  local count = code < 0x800 and 1 or code < 0x10000 and 2 or 3
  for i = count, 1, -1 do
    bytes[i] = string.char(0x80 + code % 64)
    code = math.floor(code / 64)
  end
  return string.char(lead + code) .. table.concat(bytes)
end

-- read(text, [name]): the value; `name` stands for the text in errors.
return function(text, name)
  local at = 1

  local function wrong(what)
    local _, line = text:sub(1, at):gsub('\n', '')
    fail('require', name or 'JSON', ': line ', line + 1, ': ', what)
  end

  local function skip() at = text:match('^[ \t\r\n]*()', at) end

  local function take(pattern)
    local found, stop = text:match('^(' .. pattern .. ')()', at)
    if found then at = stop end
    return found
  end

  local function read_text()
    local parts = {}
    while true do
      table.insert(parts, (take '[^"\\%c]*'))
      if take '"' then return table.concat(parts) end
      if not take '\\' then wrong 'a text without an end' end
      local hex = take 'u%x%x%x%x'
      if hex then
        local code = tonumber(hex:sub(2), 16)
        if code >= 0xD800 and code < 0xDC00 then
          local low = take '\\u[dD][c-fC-F]%x%x'
          if not low then wrong 'half of a character' end
          code = 0x10000 + (code - 0xD800) * 0x400 + tonumber(low:sub(3), 16) - 0xDC00
        end
        table.insert(parts, utf8(code))
      else
        table.insert(parts, escapes[take '.' or ''] or wrong 'an unknown escape')
      end
    end
  end

  local read

  local function read_list(depth, close, add)
    local result, count = {}, 0
    skip()
    if take(close) then return result end
    repeat
      count = count + 1
      add(result, count, depth)
      skip()
    until not take ','
    if not take(close) then wrong 'a comma or the end expected' end
    return result
  end

  local function add_element(result, i, depth) result[i] = read(depth + 1) end

  local function add_field(result, _, depth)
    skip()
    if not take '"' then wrong 'the name of a field expected' end
    local key = read_text()
    skip()
    if not take ':' then wrong 'a colon expected' end
    result[key] = read(depth + 1)
  end

  function read(depth)
    if depth > kDeepest then wrong('nested more than ' .. kDeepest .. ' levels deep') end
    skip()
    if take '{' then return read_list(depth, '}', add_field) end
    if take '%[' then return read_list(depth, '%]', add_element) end
    if take '"' then return read_text() end
    if take 'true' then return true end
    if take 'false' then return false end
    if take 'null' then return nil end
    local number = take '-?%d+%.?%d*[eE]?[-+]?%d*'
    return number and tonumber(number) or wrong 'a value expected'
  end

  local value = read(1)
  skip()
  if at <= #text then wrong 'something behind the value' end
  return value
end
