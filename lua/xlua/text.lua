-- SPDX-License-Identifier: BSD-3-Clause
-- Values as text: durations and tables.

local text = {}

--- xlua.formatTime(seconds): a duration by its two largest units, as '1D2h', '3m20s', '5s12ms';
-- '0ms' below a millisecond.
function text.formatTime(seconds)
  -- Whole milliseconds, cut and not rounded; the small addition undoes what 0.29 * 1000 loses.
  local left = math.floor(seconds * 1000 * (1 + 1e-12))
  if left ~= left or left == math.huge then return '?' end
  local units = { { 'D', 86400000 }, { 'h', 3600000 }, { 'm', 60000 }, { 's', 1000 }, { 'ms', 1 } }
  local shown, formatted = 0, ''
  for _, unit in ipairs(units) do
    local count = math.floor(left / unit[2])
    left = left - count * unit[2]
    if count > 0 and shown < 2 then
      formatted = formatted .. string.format('%d%s', count, unit[1])
      shown = shown + 1
    end
  end
  return shown > 0 and formatted or '0ms'
end

local function value_text(value)
  if type(value) == 'table' then return text.table2string(value) end
  if type(value) ~= 'string' then return tostring(value) end
  local escaped = value:gsub('\n', '\\n')
  -- Quotes of the kind that saves escapes, where there is such a kind.
  if escaped:find('"', 1, true) and not escaped:find("'", 1, true) then return "'" .. escaped .. "'" end
  return '"' .. escaped:gsub('"', '\\"') .. '"'
end

local function key_text(key)
  if type(key) == 'string' and key:match('^[%a_][%w_]*$') then return key end
  return '[' .. value_text(key) .. ']'
end

--- xlua.table2string(table [, newline]): the table as a Lua constructor, list part first; with
-- `newline` one entry a line, with ' : ' between key and value.
function text.table2string(values, newline)
  local entries, in_list = {}, {}
  for i, value in ipairs(values) do
    entries[i] = value_text(value)
    in_list[i] = true
  end
  for key, value in pairs(values) do
    if not in_list[key] then
      entries[#entries + 1] = key_text(key) .. (newline and ' : ' or '=') .. value_text(value)
    end
  end
  if newline then return '{\n   ' .. table.concat(entries, '\n   ') .. '\n}' end
  return '{' .. table.concat(entries, ',') .. '}'
end

return text
