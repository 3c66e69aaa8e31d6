-- SPDX-License-Identifier: BSD-3-Clause
-- Torch7's classes.
--
-- A class is one table: it holds the methods and is the metatable of the objects; `torch.class`
-- returns it. What scripts see under the class's name (`nn.Linear`) is its constructor table: an
-- empty table that is called to make an object and that reads and writes the class's fields.
-- getmetatable() walks from an object to its class and on to the parents, as in Torch7; behind
-- it stands, for each class, a small table of its own, so that a field set on a class can be
-- noticed (see metamethods.lua) at no cost for the objects.
--
-- Packages load their classes when first asked for, so a class name is looked up in its package
-- before it counts as unknown.

local torch = require 'torch.env'
local fail = require('torch.error').fail
local metamethods = require 'torch.metamethods'
local check_arguments = require 'torch.arguments'
local loads = require 'torch.require'

local names = require 'torch.class_names'
local class_named, name_of = names.class_named, names.name_of
local behind = {}        -- class -> the real metatable of the class table
local constructors = {}  -- set of all constructor tables
local unloaded = {}      -- class that was only declared -> the module that makes it
local made_by = {}       -- complete class -> {the module that was being loaded then, its failures}
local ctype_names = {}   -- id of an ffi type -> class name
local ctype_id           -- function from cdata to that id, once there is one to ask for

-- Where packages are found by their names: ours, whatever a program calls its variables, come first.
local packages = {getfenv(1), _G, package.loaded}

local function package_named(name)
  for _, list in ipairs(packages) do
    local found = rawget(list, name)
    if type(found) == 'table' then return found end
  end
end

-- The table that a dotted name means, e.g. that of "nn" or "a.b"; nil when there is none.
local function package_table(path)
  local found
  for part in path:gmatch('[^.]+') do
    if found then
      found = found[part]
    else
      found = part == 'torch' and torch or package_named(part)
    end
    if type(found) ~= 'table' then return nil end
  end
  return found
end

local undeclare

-- Loads the module of a class that was only declared. Returns the class.
local function complete(class)
  local module = unloaded[class]
  if not module or loads.loading(module) then return class end
  local ok, err = pcall(require, module)
  if not ok then
    if not unloaded[class] then undeclare(class, module) end
    error(err, 0)
  elseif unloaded[class] then
    fail(class.__typename, 'the module ', module, ' does not define the class')
  end
  return class
end

-- The class called `name`, loaded first if its package can load it; nil if there is none.
local function find(name)
  local class = class_named[name]
  if class then return unloaded[class] and complete(class) or class end
  local prefix, last = name:match('^(.+)%.([^.]+)$')
  local holder = prefix and package_table(prefix)
  return holder and holder[last] and class_named[name]
end

local function check_name(where, name)
  if type(name) ~= 'string' then fail(where, 'class name expected, got ', type(name)) end
end

local function check_optional(where, what, value, expected)
  if value ~= nil and type(value) ~= expected then
    fail(where, what, ' must be a ', expected, ' or nil, not a ', type(value))
  end
end

local function class_of(object)
  if type(object) == 'cdata' then
    return class_named[ctype_id and ctype_names[ctype_id(object)]]
  end
  return getmetatable(object)
end

-- Where the constructor table of a new class goes: a table and a key.
local function home(where, name, module)
  local prefix, last = name:match('^(.*)%.([^.]*)$')
  if last == '' or name == '' then fail(where, "'", name, "' is not a class name") end
  if module then return module, last or name end
  if not prefix then return _G, name end
  module = package_table(prefix)
  if not module then fail(where, 'package ', prefix, ' of class ', name, ' is not loaded') end
  return module, last
end

local function notice_field(class, key, value)
  rawset(class, key, value)
  metamethods.defined(class, key)
end

local function call_class(class, ...)
  return rawget(class, '__constructor')(...)
end

-- The constructor is kept in `behind` too: a class may define a method called `new`.
local function call_constructor(constructor, ...)
  local class = getmetatable(constructor)
  local new = behind[class].new or complete(class) and behind[class].new
  if not new then fail(class.__typename, 'the class has no constructor') end
  return new(...)
end

local function new_constructor(class)
  local constructor = {}
  constructors[constructor] = true
  return setmetatable(constructor, {
    __index = class,
    __newindex = class,
    __metatable = class,
    __call = call_constructor,
  })
end

-- Torch7 keeps its classes in Lua's registry, where programs look whether a table is one.
local registry = debug.getregistry()

-- What the first use of a declared class does.
local function first_read(class, key)
  complete(class)
  if not unloaded[class] then return class[key] end
end

local function first_write(class, key, value)
  complete(class)
  class[key] = value
end

-- What stands behind all classes that were only declared; __metatable is false since nil would let
-- getmetatable show the table itself.
local declared = {__index = first_read, __newindex = first_write, __call = call_class, __metatable = false}

-- A class without contents, made by `module` when it is first used; or at once, see new_class.
local function declare(name, module)
  local class = {__typename = name}
  class.__constructor = new_constructor(class)
  behind[class], unloaded[class] = declared, module
  setmetatable(class, declared)
  class_named[name], name_of[class] = class, name
  return class
end

local function new_class(name, class)
  class = class or declare(name)
  unloaded[class], registry[class] = nil, name
  debug.setmetatable(class, nil)
  class.__version, class.__metatable = 1, class
  metamethods.prepare(class)
  behind[class] = {__newindex = notice_field, __call = call_class, __metatable = false}
  debug.setmetatable(class, behind[class])
  made_by[class] = {loads.current()}
  return class
end

-- Takes back what a module that failed gave the class, so that it can be loaded again.
function undeclare(class, module)
  local name, constructor = name_of[class], rawget(class, '__constructor')
  for key in next, class do class[key] = nil end
  rawset(class, '__typename', name)
  rawset(class, '__constructor', constructor)
  behind[class], unloaded[class], made_by[class] = declared, module, nil
  debug.setmetatable(class, declared)
end

local function set_parent(where, class, parent)
  local above = parent
  while above do
    if above == class then
      fail(where, class.__typename, ' cannot be its own ancestor')
    end
    above = getmetatable(above)
  end
  behind[class].__index, behind[class].__metatable = parent, parent
  metamethods.inherit(class, parent)
end

-- The work behind torch.class and torch.newmetatable. Everything is checked before anything is
-- registered.
local function define(where, name, parent_name, constructor, destructor, factory, module)
  check_name(where, name)
  check_optional(where, 'the parent', parent_name, 'string')
  check_optional(where, 'the constructor', constructor, 'function')
  check_optional(where, 'the destructor', destructor, 'function')
  check_optional(where, 'the factory', factory, 'function')
  check_optional(where, 'the module', module, 'table')
  local holder, key = home(where, name, module)
  local parent = parent_name and find(parent_name)
  if parent_name and not parent then
    fail(where, 'unknown parent class ', parent_name, ' of ', name)
  end
  local class = class_named[name]
  if class and not behind[class] then fail(where, name, ' is a metatable given to torch.metatype') end
  if class and made_by[class] and not unloaded[class] then
    -- A module that failed in the middle and is loaded again may define its classes again.
    local made, current, failures = made_by[class], loads.current()
    local again = current and made[1] == current and made[2] < failures
    local function once(value, old, what)
      if value and old and not again then fail(where, 'class ', name, ' has a ', what, ' already') end
    end
    once(constructor, behind[class].new, 'constructor')
    once(parent, getmetatable(class), 'parent')
    once(destructor, rawget(class, '__gc'), 'destructor')
    once(factory, rawget(class, '__factory'), 'factory')
  else
    class = new_class(name, class)
  end
  if parent then set_parent(where, class, parent) end
  if constructor then
    rawset(class, 'new', constructor)
    behind[class].new = constructor
  end
  if destructor then rawset(class, '__gc', destructor) end
  if factory then rawset(class, '__factory', factory) end
  rawset(holder, key, rawget(class, '__constructor'))
  return class, parent
end

-- names.declare(holder, prefix, key): a class called `prefix`.`key` that the module of that name makes when
-- it is first used; its constructor is in the table `holder` at once, for programs that walk through it.
function names.declare(holder, prefix, key)
  local name = prefix .. '.' .. key
  if class_named[name] or rawget(holder, key) ~= nil then return end
  rawset(holder, key, rawget(declare(name, name), '__constructor'))
end

-- torch.newmetatable(name, [parent], [constructor], [destructor], [factory], [module])
-- Registers the class `name` and returns it: the table to fill with methods. All but the name may
-- be nil. `constructor(...)` makes an object and becomes the class's `new`; `factory()` makes an
-- empty one, for reading files; `destructor(object)` is the collector's `__gc`. The constructor
-- table is put into `module`, else where the dotted name says, else into the globals. Calling it
-- again for a known class adds what was missing then. Errors: an unknown parent, a package that
-- is not loaded, a part that the class has already.
function torch.newmetatable(name, parent, constructor, destructor, factory, module)
  return (define('torch.newmetatable', name, parent, constructor, destructor, factory, module))
end

-- torch.class(name, [parent], [module]): a class whose objects are tables; returns the class and
-- its parent. Making an object calls `__init(self, ...)`, the class's own or an inherited one.
function torch.class(name, parent, module)
  if type(parent) == 'table' and module == nil then
    parent, module = nil, parent
  end
  local class
  local function create()
    return setmetatable({}, class)
  end
  local function construct(...)
    local self = setmetatable({}, class)
    local init = class.__init
    if init then
      check_arguments(class, init, ...)
      init(self, ...)
    end
    return self
  end
  local above
  class, above = define('torch.class', name, parent, construct, nil, create, module)
  return class, above
end

-- torch.typename(object): the name of the object's class, nil for what is not of a class.
function torch.typename(object)
  local name = name_of[class_of(object)]
  if name and not constructors[object] then return name end
end
local typename = torch.typename

-- torch.type(object): the name of its class, else Lua's type(object).
function torch.type(object)
  return typename(object) or type(object)
end

-- torch.isTypeOf(object, spec): whether the object's class or one of its parents is `spec`: a
-- class (the constructor table or the class itself), or a string, which is a Lua pattern that
-- need not cover the whole name; a string without pattern characters must equal the name.
function torch.isTypeOf(object, spec)
  local wanted = spec
  if type(spec) ~= 'string' then
    wanted = name_of[spec] or name_of[getmetatable(spec)]
    if not wanted then
      fail('torch.isTypeOf', 'a class name, a pattern or a class expected, got ', type(spec))
    end
  end
  local class = class_of(object)
  while type(class) == 'table' do
    local name = rawget(class, '__typename')
    if name == wanted then return true end
    if name then
      local part = name:match(wanted)
      if part and part ~= wanted then return true end
    end
    local above = getmetatable(class)
    if above == class then break end
    class = above
  end
  return false
end

-- torch.getmetatable(name): the class of that name, nil if there is none.
function torch.getmetatable(name)
  check_name('torch.getmetatable', name)
  return find(name)
end

-- torch.getconstructortable(name): what is called to make an object of the class `name`; nil if
-- there is no such class.
function torch.getconstructortable(name)
  check_name('torch.getconstructortable', name)
  local class = find(name)
  return class and rawget(class, '__constructor')
end

-- torch.factory(name): the function that makes an empty object of the class `name`; nil if there
-- is no such class, or if its objects cannot be made empty.
function torch.factory(name)
  check_name('torch.factory', name)
  local class = find(name)
  return class and rawget(class, '__factory')
end

-- torch.setmetatable(table, name): makes the table an object of the class `name`, whatever it was
-- before, and returns it.
function torch.setmetatable(object, name)
  check_name('torch.setmetatable', name)
  if type(object) ~= 'table' then
    fail('torch.setmetatable', 'table expected, got ', torch.type(object))
  end
  local class = find(name)
  if not class then fail('torch.setmetatable', 'unknown class ', name) end
  -- an object of another class is protected from the plain setmetatable
  debug.setmetatable(object, class)
  return object
end

-- torch.typename2id(name), torch.id(object): a userdata that stands for the class of that name or of
-- the object, the same each time; nil if there is none.
local ids = setmetatable({}, {__mode = 'k'})

local function id_of(class)
  if not ids[class] then ids[class] = newproxy() end
  return ids[class]
end

function torch.typename2id(name)
  check_name('torch.typename2id', name)
  local class = find(name)
  return class and id_of(class)
end

function torch.id(object)
  return typename(object) and id_of(class_of(object))
end

-- torch.metatype(name, class, [ctype]): makes a metatable of one's own known under a class name;
-- with `ctype` (an ffi type or an example of it), cdata of that type are its objects.
function torch.metatype(name, class, ctype)
  check_name('torch.metatype', name)
  if type(class) ~= 'table' then
    fail('torch.metatype', 'metatable expected, got ', torch.type(class))
  end
  if ctype ~= nil and not ctype_id then
    local typeof = require('ffi').typeof
    ctype_id = function(cdata) return tonumber(typeof(cdata)) end
  end
  if ctype ~= nil then ctype_names[ctype_id(ctype)] = name end
  class_named[name], name_of[class] = class, name
end

-- torch.version(object): the `__version` of the object's class; each class starts with 1, it is
-- not inherited. Nil for what is not of a class.
function torch.version(object)
  local class = class_of(object)
  if type(class) == 'table' then return rawget(class, '__version') end
end

return torch
