-- SPDX-License-Identifier: BSD-3-Clause
-- A log of numbers, one row a call, as tab-separated text that is complete after every call, and
-- the picture of its curves beside it.
local paths = require 'paths'
local fail = require('torch.error').fail

local Logger = torch.class('optim.Logger')

local function open(name)
  local directory = paths.dirname(name)
  if not paths.dirp(directory) then
    local made, message = paths.mkdir(directory)
    if not made then fail('optim.Logger', message) end
  end
  local file, message = io.open(name, 'w')
  if not file then fail('optim.Logger', message) end
  return file
end

--- optim.Logger([file [, timestamp]]): a log that is written to `file` (its directory is made), or
-- to standard output. With `timestamp` the time is appended to the file's name.
-- Fields to set: svgfile, epsfile (where plot() puts its pictures: `file`.svg and `file`.eps; nil
-- for none), plotRawCmd (gnuplot commands to run before the plot), defaultStyle ('+').
function Logger:__init(filename, timestamp)
  if filename then
    self.name = filename
    self.file = open(timestamp and filename .. os.date('-%Y_%m_%d_%X') or filename)
    self.svgfile = filename .. '.svg'
    self.epsfile = filename .. '.eps'
  else
    self.name = 'stdout'
    self.file = io.stdout
    print('<Logger> warning: no path provided, logging to std out')
  end
  self.empty = true
  self.columns = {}  -- the keys of the columns in the order of the file
  self.symbols = {}  -- key -> list of all values
  self.styles = {}   -- key -> list of styles
  self.names = {}    -- key -> name
  self.idx = {}      -- name -> key
  self.showPlot = true
  self.defaultStyle = '+'
  self.logscale = false
end

-- Writes one line, a tab behind each cell, and sees it to the file.
local function write(self, cells)
  local ok, message = self.file:write(table.concat(cells, '\t'), '\t\n')
  if ok then ok, message = self.file:flush() end
  if not ok then fail('optim.Logger', self.name, ': ', message) end
end

-- The names of the columns for a message.
local function listed(self)
  local names = {}
  for i, key in ipairs(self.columns) do names[i] = tostring(self.names[key]) end
  return table.concat(names, ', ')
end

-- Writes the header; `names` maps the keys of the columns to their names.
local function begin(self, columns, names)
  self.empty = false
  self.nsymbols = #columns
  self.columns, self.names, self.idx = columns, {}, {}
  local cells = {}
  for _, key in ipairs(columns) do
    local name = names[key]
    self.names[key], self.idx[name] = name, key
    self.symbols[key] = {}
    self.styles[key] = self.styles[key] or self.styles[name] or { self.defaultStyle }
    cells[#cells + 1] = tostring(name)
  end
  write(self, cells)
end

local function positions(list)
  local keys = {}
  for i = 1, #list do keys[i] = i end
  return keys
end

--- logger:setNames{name, ...}: names the columns and writes them as the first line. Returns the
-- logger.
function Logger:setNames(names)
  begin(self, positions(names), names)
  return self
end

local function sorted_keys(values)
  local keys = {}
  for key in pairs(values) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) == type(b) then return a < b end
    return type(a) == 'number'
  end)
  return keys
end

--- logger:add{value, ...} or logger:add{[name] = value, ...}: writes a row of numbers and strings.
-- Without setNames the first row names the columns: by position, or by the names in alphabetical
-- order. A column that is given no value stays empty in this row. A name that is no column, more
-- values than columns or a value of another type are errors, and write nothing.
function Logger:add(symbols)
  local keys = sorted_keys(symbols)
  for _, key in ipairs(keys) do
    local value = symbols[key]
    if type(value) ~= 'number' and type(value) ~= 'string' then
      fail('optim.Logger.add', 'can only log numbers and strings, got ', torch.type(value), ' for ', key)
    end
    if not self.empty and not self.symbols[key] and not self.idx[key] then
      fail('optim.Logger.add', "'", key, "' is none of the columns ",
        listed(self))
    end
  end
  if self.empty then
    local names = {}
    for _, key in ipairs(keys) do names[key] = key end
    begin(self, keys, names)
  end
  local cells = {}
  for _, column in ipairs(self.columns) do
    local value = symbols[column]
    if value == nil then value = symbols[self.names[column]] end
    if value ~= nil then table.insert(self.symbols[column], value) end
    cells[#cells + 1] = type(value) == 'number' and ('%11.4e'):format(value) or value or ''
  end
  write(self, cells)
end

--- logger:style{style, ...} or logger:style{[name] = style, ...}: how plot() draws the columns: '.'
-- dots, '+' points, '-' lines, '+-' both, '~' smooth lines, '|' boxes, or gnuplot's own words such
-- as 'with steps'; a list of several draws the curve several times. Returns the logger.
function Logger:style(symbols)
  for key, style in pairs(symbols) do
    if type(style) ~= 'string' and type(style) ~= 'table' then
      fail('optim.Logger.style', 'a style is a string or a list of strings, got ', torch.type(style))
    end
    local column = self.idx[key] or key
    self.styles[column] = type(style) == 'table' and style or { style }
  end
  return self
end

--- logger:setlogscale(state): whether plots have a logarithmic y axis.
function Logger:setlogscale(state) self.logscale = state end

--- logger:display(state): whether plot() shows a window too, where there is a display for it.
function Logger:display(state) self.showPlot = state end

--- logger:plot([name, ...]): draws all columns, or those named, that have two numbers or more, into
-- the pictures svgfile and epsfile. Where the program gnuplot is missing or fails, one warning is
-- printed and the run goes on.
function Logger:plot(...)
  local columns = {}
  for i = 1, select('#', ...) do
    local name = select(i, ...)
    columns[i] = self.idx[name] or self.symbols[name] and name
      or fail('optim.Logger.plot', "'", name, "' is none of the columns ", listed(self))
  end
  require('optim.plot')(self, columns[1] and columns or self.columns)
end

return Logger
