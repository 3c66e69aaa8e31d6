-- SPDX-License-Identifier: BSD-3-Clause
-- The operator % of strings, which Torch7's th took from Penlight:
--
--   '%d %s' % {1, 'a'}           string.format with the elements of a list, or with one value
--   '$name is $age' % {age = 5}  values of a table by their names; what is not there stays
--   '$name' % function(name) ... end

-- string.format, but %s takes any value.
local function format(text, ...)
  local values, at = {...}, 0
  for kind in text:gmatch('%%[-+ #0%d.]*([%a%%])') do
    if kind ~= '%' then
      at = at + 1
      if kind == 's' then values[at] = tostring(values[at]) end
    end
  end
  return text:format(unpack(values, 1, math.max(at, select('#', ...))))
end

local function substitute(text, get)
  local function replace(name)
    local value = get(name)
    return value ~= nil and tostring(value) or nil
  end
  return (text:gsub('%${([%w_]+)}', replace):gsub('%$([%w_]+)', replace))
end

getmetatable('').__mod = function(text, values)
  if values == nil then return text end
  local class = tonumber(text) and getmetatable(values)
  if type(class) == 'table' and class.__mod__ then return class.__mod__(text, values) end -- '2' is 2
  if type(values) == 'function' then return substitute(text, values) end
  if type(values) ~= 'table' or getmetatable(values) then return format(text, values) end
  if #values > 0 then return format(text, unpack(values, 1, table.maxn(values))) end
  return substitute(text, function(name) return values[name] end)
end
