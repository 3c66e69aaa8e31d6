-- SPDX-License-Identifier: BSD-3-Clause
-- What operators do on objects of a class.
--
-- Lua looks for a metamethod (`__add`) in the object's own metatable only, so a class could not
-- inherit it. Every class therefore carries the same set of metamethods, and these look for the
-- hook of the same name with two more underscores (`__add__`) along the parents, each time they
-- run. Indexing is too frequent for that: a class has `__index = class`, a plain table chain for the
-- JIT, and a `__newindex` that sets the field, until it or a parent defines `__index__` or
-- `__newindex__`.

local torch = require 'torch.env'
local fail = require('torch.error').fail

local M = {}

local children = {} -- class -> list of the classes that name it as their parent

local function hook_of(object, hook)
  local class = getmetatable(object)
  if type(class) == 'table' then return class[hook] end
end

local function describe(object)
  local class = getmetatable(object)
  return type(class) == 'table' and class.__typename or type(object)
end

-- The first operand decides, then the second.
local function binary(operator, hook)
  return function(a, b)
    local f = hook_of(a, hook) or hook_of(b, hook)
    if not f then
      fail('operator ' .. operator, 'neither ', describe(a), ' nor ', describe(b), ' has ', hook)
    end
    return f(a, b)
  end
end

local shared = {
  __add = binary('+', '__add__'),
  __sub = binary('-', '__sub__'),
  __mul = binary('*', '__mul__'),
  __div = binary('/', '__div__'),
  __mod = binary('%', '__mod__'),
  __pow = binary('^', '__pow__'),
  __concat = binary('..', '__concat__'),
  __lt = binary('<', '__lt__'),
  __le = binary('<=', '__le__'),
}

function shared.__eq(a, b)
  local f = hook_of(a, '__eq__') or hook_of(b, '__eq__')
  if f then return f(a, b) end
  return M.same(a, b)
end

function shared.__unm(object)
  local f = hook_of(object, '__unm__')
  if not f then fail('operator -', describe(object), ' has no __unm__') end
  return f(object)
end

-- Lua 5.1 never asks a table for its length; where 5.2's rules hold, a table without the hook
-- keeps the length that it has without a class.
function shared.__len(object)
  local f = hook_of(object, '__len__')
  if f then return f(object) end
  if type(object) == 'table' then return rawlen(object) end -- luacheck: ignore 113
  fail('operator #', describe(object), ' has no __len__')
end

function shared.__call(object, ...)
  local f = hook_of(object, '__call__')
  if not f then fail('call', describe(object), ' has no __call__') end
  return f(object, ...)
end

-- An object's text may contain those of others, indented. One that is being shown already, and what
-- is too deep, or too much with the indents counted, is `name {...}` there.
local kDeepest, kMost = 200, 100000
local showing, depth, count = {}, 0, 0

local function shown(object, ok, text)
  showing[object], depth = nil, depth - 1
  if not ok then error(text, 0) end
  return text
end

function shared.__tostring(object)
  local f = hook_of(object, '__tostring__')
  if not f then return describe(object) end
  if type(object) ~= 'table' then return f(object) end
  if depth == 0 then count = 0 end
  if showing[object] or depth == kDeepest or count > kMost then return describe(object) .. ' {...}' end
  showing[object], depth, count = true, depth + 1, count + depth
  return shown(object, pcall(f, object))
end

function shared.__newindex(object, key, value)
  if type(object) ~= 'table' then
    fail(describe(object), 'field ', key, ' cannot be set')
  end
  rawset(object, key, value)
end

-- Whether two objects whose class has no `__eq__` are the same: one table, or two userdata for
-- one object of the engine, which torch.pointer tells where the engine is loaded.
function M.same(a, b)
  if rawequal(a, b) then return true end
  local pointer = torch.pointer
  return pointer ~= nil and type(a) == 'userdata' and type(b) == 'userdata' and pointer(a) == pointer(b)
end

-- `__index__(object, key)` answers with `value, true`, or with false to leave it to the class.
local function index_by_hook(class)
  return function(object, key)
    local f = class.__index__
    if f then
      local value, handled = f(object, key)
      if handled then return value end
    end
    return class[key]
  end
end

-- `__newindex__(object, key, value)` answers true when it took the value.
local function newindex_by_hook(class)
  return function(object, key, value)
    local f = class.__newindex__
    if f and f(object, key, value) then return end
    shared.__newindex(object, key, value)
  end
end

-- The field is replaced only while it is what `prepare` or `access` left there: a class that brings
-- its own metamethod keeps it.
local accessed = {}

local function watch_index(class)
  if rawequal(rawget(class, '__index'), class) or accessed[class] then
    rawset(class, '__index', index_by_hook(class))
  end
end

local function watch_newindex(class)
  if rawget(class, '__newindex') == shared.__newindex or accessed[class] then
    rawset(class, '__newindex', newindex_by_hook(class))
  end
end

local function each_descendant(class, action)
  action(class)
  for _, child in ipairs(children[class] or {}) do
    each_descendant(child, action)
  end
end

-- Gives a new class its metamethods.
function M.prepare(class)
  class.__index = class
  for name, f in pairs(shared) do
    class[name] = f
  end
end

-- Gives a class without parents metamethods that do what the hooks say, but faster. They serve until
-- the class is given other hooks: these stand behind it, so that setting one is noticed.
function M.access(class, index, newindex, hooks)
  accessed[class] = true
  rawset(class, '__index', index)
  rawset(class, '__newindex', newindex)
  debug.getmetatable(class).__index = hooks
end

-- To be called when the class has got the field `name`.
function M.defined(class, name)
  if name == '__index__' then
    each_descendant(class, watch_index)
  elseif name == '__newindex__' then
    each_descendant(class, watch_newindex)
  end
end

-- To be called when `class` has got its parent.
function M.inherit(class, parent)
  children[parent] = children[parent] or {}
  table.insert(children[parent], class)
  if class.__index__ then each_descendant(class, watch_index) end
  if class.__newindex__ then each_descendant(class, watch_newindex) end
end

return M
