-- SPDX-License-Identifier: BSD-3-Clause
-- The global functions of Torch7's th: who, import, colorize, noColors, setprintlevel.

local torch = require 'torch.env'
local describe = require 'torch.describe'
local fail = require('torch.error').fail
local display = require 'trepl.display'

local M = {}

-- noColors(): texts stay without colours from now on.
function M.noColors()
  local colors = require 'trepl.colors'
  for name in pairs(colors) do colors[name] = '' end
end

local color_of = {
  ['nil'] = 'Black', number = 'cyan', boolean = 'blue', ['function'] = 'magenta', userdata = 'red',
  cdata = 'red', table = 'green',
}

-- colorize(value, [nested]): the value as text in the colour of its kind; texts within others (`nested`)
-- stand in quotation marks.
function M.colorize(value, nested)
  local color = require 'trepl.colorize'
  local kind = type(value)
  if kind == 'string' then
    if not nested then return color.none(value) end
    return color.Black '"' .. color.green(value) .. color.Black '"'
  end
  return color[color_of[kind] or '_black'](display.one_line(value))
end

local function variable(name, value, width)
  local text
  if type(value) == 'string' then
    text = value:gsub('\n', '\\n')
    if #text > 40 then text = text:sub(1, 40) .. '...' end
    text = 'string : "' .. text .. '"'
  elseif type(value) == 'table' then
    text = torch.typename(value) or 'table - size: ' .. #value
  else
    text = display.one_line(value)
  end
  return ('%-' .. width .. 's = %s'):format('[' .. tostring(name) .. ']', text)
end

-- who([system]): prints the global variables that the program made; with `system` also those that were
-- there before.
function M.who(system)
  local names, width = {}, 0
  for name in pairs(_G) do
    table.insert(names, name)
    width = math.max(width, #tostring(name) + 2)
  end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  local function list(title, before)
    print('== ' .. title .. ' ==')
    for _, name in ipairs(names) do
      if (_G._preloaded_[name] == true) == before then print(variable(name, _G[name], width)) end
    end
  end
  if system then list('System Variables', true) end
  list('User Variables', false)
  print '=='
end

-- import(name, [forced]): requires a package and makes its fields global variables, where there are none
-- of these names or `forced` says so.
function M.import(name, forced)
  local result = _G.require(name)
  local package_table = _G[name] or result
  if type(package_table) ~= 'table' then
    fail('import', 'package ', name, ' is no table but ', describe(package_table))
  end
  _G._torchimport = _G._torchimport or {}
  _G._torchimport[name] = package_table
  for key, value in pairs(package_table) do
    if not _G[key] or forced then _G[key] = value end
  end
end

-- setprintlevel(n): print shows n levels of tables within tables; with 0 it is Lua's own.
function M.setprintlevel(n)
  if type(n) ~= 'number' or n < 0 then fail('setprintlevel', 'a number from 0 expected, got ', n) end
  display.max_depth = math.floor(n)
end

return M
