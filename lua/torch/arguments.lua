-- SPDX-License-Identifier: BSD-3-Clause
-- The arguments of constructors. A class declares what its __init takes in one line,
--
--   Linear.__arguments = 'inputSize:count, outputSize:count, [bias]'
--
-- and whoever makes an object gets an error that names the class and the argument. An argument in
-- brackets may be left out, or be nil or false; `kind` may be several, with | between them; without a
-- kind anything will do. Kinds: number (also a text that is one), count (a number, at least 1), string,
-- table, function, tensor, vector, module, criterion, sizes (numbers up to the end, or one LongStorage).

local torch = require 'torch.env'
local fail = require('torch.error').fail
local is_own = require('torch.own_files').is_own
local refuse_class = require 'torch.refuse_class'

local function describe(value)
  return require('torch.describe')(value)
end

local function is_layer(value)
  return type(value) == 'table' and value.updateOutput ~= nil
end

local tests = {
  number = function(value) return tonumber(value) ~= nil and type(value) ~= 'cdata' end,
  count = function(value) return tonumber(value) ~= nil and type(value) ~= 'cdata' end,
  tensor = function(value) return torch.isTensor(value) end,
  vector = function(value) return torch.isTensor(value) and value:dim() == 1 end,
  module = is_layer,
  criterion = is_layer,
}
for _, name in ipairs {'string', 'table', 'function', 'boolean'} do
  tests[name] = function(value) return type(value) == name end
end

local words = {count = 'number', sizes = 'number'}

-- The list of arguments that a text declares: {name, kinds (nil for any), optional, phrase}.
local function parse(text)
  local list = {}
  for word in text:gmatch('[^,%s]+') do
    local optional, name, kinds = word:match('^(%[?)([%w_]+):?([%a|]*)%]?$')
    local argument = {name = name, optional = optional ~= ''}
    if kinds ~= '' then
      argument.kinds = {}
      for kind in kinds:gmatch('%a+') do table.insert(argument.kinds, kind) end
      local phrase = {}
      for i, kind in ipairs(argument.kinds) do phrase[i] = 'a ' .. (words[kind] or kind) end
      argument.phrase = table.concat(phrase, ' or ')
      -- the least number, for a look that serves nearly all calls
      argument.least = argument.kinds[1] == 'count' and 1 or argument.kinds[1] == 'number' and -math.huge
    end
    table.insert(list, argument)
  end
  return list
end

local function check_number(where, name, value)
  local number = tonumber(value)
  if number >= 1 and number < math.huge then return end
  fail(where, name, ' must be ', number == math.huge and 'finite' or 'at least 1', ', got ', describe(value))
end

local function check_sizes(where, name, ...)
  if torch.typename((...)) == 'torch.LongStorage' then return end
  for i = 1, math.max(1, select('#', ...)) do
    local value = select(i, ...)
    if not tests.number(value) and not (i > 1 and type(value) == 'boolean') then
      fail(where, name, ' must be numbers or a torch.LongStorage, got ', describe(value))
    end
  end
end

local function check_one(where, argument, value)
  if argument.optional and not value or not argument.kinds then return end
  for _, kind in ipairs(argument.kinds) do
    if tests[kind] == is_layer then refuse_class(where, value, kind) end
    if tests[kind](value) then
      if kind == 'count' then check_number(where, argument.name, value) end
      return
    end
  end
  fail(where, argument.name, ' must be ', argument.phrase, ', got ', describe(value))
end

-- The list of each __init of ours that has one declared, false for others.
local lists = setmetatable({}, {__mode = 'k'})

local function list_of(class, init)
  if not is_own(debug.getinfo(init, 'S').source) then return false end -- a program's own in its place
  while rawget(class, '__init') == nil do class = getmetatable(class) end
  local text = rawget(class, '__arguments')
  return text and parse(text) or false
end

-- check(class, init, ...): fails if these are no arguments for the function `init` of the class.
return function(class, init, ...)
  local list = lists[init]
  if list == nil then
    list = list_of(class, init)
    lists[init] = list
  end
  if not list then return end
  for i, argument in ipairs(list) do
    if argument.kinds and argument.kinds[1] == 'sizes' then
      return check_sizes(class.__typename, argument.name, select(i, ...))
    end
    local value = select(i, ...)
    local least = argument.least
    if not (least and type(value) == 'number' and value >= least and value < math.huge) then
      check_one(class.__typename, argument, value)
    end
  end
end
