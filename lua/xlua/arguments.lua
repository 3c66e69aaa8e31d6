-- SPDX-License-Identifier: BSD-3-Clause
-- Functions with named arguments that explain themselves. An argument is described by a table
-- {arg = name, type = text, help = text, default = value, defaulta = other name, req = boolean}.
local table2string = require('xlua.text').table2string
local colors = require('sys').COLORS
local fail = require('torch.error').fail

local arguments = {}
local unpack = unpack or table.unpack -- luacheck: ignore 143

local kBanner = string.rep('+', 69)

local function line(left, description)
  local text = ('    %-36s-- %s'):format(left, description.help or '')
  if type(description.default) == 'table' then
    text = text .. '  [default = ' .. table2string(description.default) .. ']'
  elseif description.default ~= nil then
    text = text .. '  [default = ' .. tostring(description.default) .. ']'
  elseif description.defaulta then
    text = text .. '  [default == ' .. description.defaulta .. ']'
  end
  return text .. '\n'
end

local function bracket(description, text)
  return description.req and text or '[' .. text .. ']'
end

local function named_usage(name, descriptions)
  local text = name .. '{\n'
  for _, one in ipairs(descriptions) do
    text = text .. line(bracket(one, one.arg .. ' = ' .. one.type), one)
  end
  return text .. '}\n'
end

-- Unnamed arguments may hold several forms, parted by ''.
local function ordered_usage(name, descriptions)
  local text = name .. '(\n'
  for _, one in ipairs(descriptions) do
    if one == '' then
      text = text .. ')\n' .. name .. '(\n'
    else
      text = text .. line(bracket(one, one.type), one)
    end
  end
  return text .. ')\n'
end

--- xlua.usage(name, description, example, ...): the help text of a function whose arguments are
-- described by the tables `...`, or by one table {tabled = {…}} that holds them.
function arguments.usage(name, description, example, ...)
  local descriptions = { ... }
  if descriptions[1] and descriptions[1].tabled then descriptions = descriptions[1].tabled end
  local text = kBanner .. '\n' .. colors.Magenta .. name .. colors.none .. '\n'
  if description then text = text .. '\n' .. description .. '\n' end
  text = text .. '\n' .. colors.blue .. '> ' .. colors.none .. 'usage:\n' .. colors.cyan
  local form = descriptions[1] and descriptions[1].arg and named_usage or ordered_usage
  text = text .. form(name, descriptions) .. colors.none
  if example then text = text .. '\n' .. colors.cyan .. example .. colors.none .. '\n' end
  return text .. kBanner
end

-- Usage as an object that is only made into text when somebody looks.
local function lazy_usage(name, description, descriptions)
  return setmetatable({}, {
    __tostring = function()
      local example
      if #descriptions > 1 then
        local one, two = descriptions[1], descriptions[2]
        example = ('%s{%s=%s, %s=%s}\n%s(%s, ...)'):format(
          name, two.arg, two.type, one.arg, one.type, name, one.type)
      end
      return arguments.usage(name, description, example, { tabled = descriptions })
    end,
  })
end

-- One table without a list part and without a class is a table of named arguments.
local function is_named(given)
  local only = given[1]
  if #given ~= 1 or type(only) ~= 'table' or #only > 0 then return false end
  local torch = package.loaded.torch
  return not (torch and torch.typename(only))
end

--- xlua.unpack({...}, name, description, ...): sorts the arguments `{...}` of function `name`,
-- given in order or as one table of names, by the descriptions `...`, and fills in the defaults.
-- Returns a table that has each value by name and by position (and the help text as `usage`), then
-- the values in order. A missing required argument is an error that shows the help text.
function arguments.unpack(given, name, description, ...)
  local descriptions = { ... }
  local usage = lazy_usage(name, description, descriptions)
  if next(given) == nil then fail(name, 'no arguments given\n', tostring(usage)) end

  local named = is_named(given)
  local values = { usage = usage }
  for i, one in ipairs(descriptions) do
    local value
    if named then value = given[1][one.arg] else value = given[i] end
    if value == nil then
      if one.req then fail(name, 'missing argument: ', one.arg, '\n', tostring(usage)) end
      value = one.default
    end
    if value == nil and one.defaulta then value = values[one.defaulta] end
    values[one.arg], values[i] = value, value
  end
  return values, unpack(values, 1, #descriptions)
end

--- xlua.unpack_class(object, {...}, name, description, ...): as xlua.unpack, and makes each value
-- a field of `object`.
function arguments.unpack_class(object, given, name, description, ...)
  for key, value in pairs((arguments.unpack(given, name, description, ...))) do
    if type(key) ~= 'number' then object[key] = value end
  end
end

--- xlua.usage_module(module, name, description): makes the help text of a module, and makes it what
-- tostring(module) gives.
function arguments.usage_module(module, name, description)
  local text = colors.magenta .. kBanner .. '\nPACKAGE:\n' .. name .. '\n'
  if description then text = text .. '\nDESC:\n' .. description .. '\n' end
  text = text .. kBanner .. colors.none
  local meta = getmetatable(module) or {}
  meta.__tostring = function() return text end
  setmetatable(module, meta)
  return text
end

local function environment_value(name, default)
  local text = os.getenv(name)
  if text == nil then return default end
  if type(default) == 'number' then
    return tonumber(text) or fail('xlua.envparams', name, " must be a number, got '", text, "'")
  elseif type(default) == 'boolean' then
    local lower = text:lower()
    if lower == 'true' or lower == 'false' then return lower == 'true' end
    fail('xlua.envparams', name, " must be true or false, got '", text, "'")
  end
  return text
end

--- xlua.envparams(defaults): a copy of the table in which a value is replaced by the environment
-- variable of that name where there is one, read as the type of the default.
function arguments.envparams(defaults)
  local params = {}
  for name, default in pairs(defaults) do params[name] = environment_value(name, default) end
  return params
end

return arguments
