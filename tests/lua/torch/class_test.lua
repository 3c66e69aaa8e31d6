-- SPDX-License-Identifier: BSD-3-Clause
-- The class system: how classes are made and found, what objects inherit, the hooks of operators.

local torch = require 'torch'

local tester = torch.Tester()
local suite = torch.TestSuite()

-- A fresh name for each class, since a class cannot be made twice.
local made = 0
local function unused(prefix)
  made = made + 1
  return (prefix or 'Test') .. made
end

local function new_class(parent)
  return torch.class(unused(), parent, {})
end

local function fails(f, pattern)
  tester:assertErrorPattern(f, '^[^:]*class_test.lua:%d+: ' .. pattern)
end

local function object_of(class)
  return torch.factory(class.__typename)()
end

function suite.global_class()
  local name = unused('Global')
  local class, parent = torch.class(name)
  function class:__init(...) self.arguments = {...} end
  tester:eq(parent, nil)
  local constructor = rawget(_G, name)
  rawset(_G, name, nil)
  local object = constructor(1, 'two')
  tester:eq(object.arguments, {1, 'two'})
  tester:eq(torch.typename(object), name)
  tester:assert(getmetatable(object) == class)
end

function suite.class_of_a_package()
  local name = unused('torch.Inner')
  local class = torch.class(name)
  tester:assert(torch[name:match('%.(.*)')] == class.__constructor)
  local module = {nested = {}}
  rawset(_G, 'outer_package', module)
  local inner = torch.class('outer_package.nested.Inner')
  rawset(_G, 'outer_package', nil)
  tester:assert(module.nested.Inner == inner.__constructor)
end

function suite.class_into_a_module()
  local module = {}
  local parent_name = unused('somewhere.Parent')
  local parent = torch.class(parent_name, module)
  local class, above = torch.class(unused('somewhere.Child'), parent_name, module)
  tester:assert(above == parent)
  tester:assert(module[parent_name:match('%.(.*)')] == parent.__constructor)
  tester:assert(getmetatable(class) == parent)
  local alone = unused()
  torch.class(alone, nil, module)
  tester:ne(module[alone], nil)
end

function suite.inheritance()
  local Base = new_class()
  function Base:__init(x) self.x = x end
  function Base:get() return self.x end
  function Base:other() return 'base' end
  local Middle = new_class(Base.__typename)
  function Middle:other() return 'middle' end
  local Last, parent = new_class(Middle.__typename)
  function Last:__init(x)
    Base.__init(self, x + 1)
  end
  local object = Last.__constructor(4)
  tester:eq({object:get(), object:other()}, {5, 'middle'})
  tester:assert(parent == Middle)
  -- what is added to a parent later is there too
  function Base:late() return 'late' end
  tester:eq(object:late(), 'late')
  tester:eq(Middle.__constructor(1):get(), 1)
end

function suite.bad_declarations()
  local function bad(pattern, ...)
    local arguments = {...}
    fails(function() torch.class(unpack(arguments)) end, 'torch%.class: ' .. pattern)
  end
  bad('class name expected, got number', 3)
  bad('the parent must be a string or nil, not a number', unused(), 3)
  bad('the module must be a table or nil, not a string', unused(), 'torch.Timer', 'x')
  bad('package nowhere of class nowhere%.A is not loaded', 'nowhere.A')
  bad('package torch%.class of class torch%.class%.A is not loaded', 'torch.class.A')
  bad("'torch%.' is not a class name", 'torch.')
  bad("'' is not a class name", '')
  local name, module = unused(), {}
  bad('unknown parent class NoSuchParent of ' .. name, name, 'NoSuchParent', module)
  -- nothing of the failed declaration is left
  tester:eq(torch.getmetatable(name), nil)
  tester:eq(module, {})
  torch.class(name, module)
  bad('class ' .. name .. ' has a constructor already', name, module)
end

function suite.constructor_table()
  local class = new_class()
  local constructor = torch.getconstructortable(class.__typename)
  function constructor.method() return 'set through the constructor' end
  tester:eq(class.method(), 'set through the constructor')
  tester:eq(object_of(class).method(), 'set through the constructor')
  class.constant = 3
  tester:eq(constructor.constant, 3)
  tester:eq(next(constructor), nil)
  tester:assert(getmetatable(constructor) == class)
  tester:eq(torch.typename(constructor), nil)
  tester:eq(torch.type(constructor), 'table')
end

function suite.ways_to_construct()
  local class = new_class()
  function class:__init(x) self.x = x end
  tester:eq(class.__constructor(1).x, 1)
  tester:eq(class.new(2).x, 2)
  tester:eq(object_of(class).new(3).x, 3)
  tester:eq(class(4).x, 4)
  -- a method called `new` does not replace the constructor
  function class.new() return 'mine' end
  tester:eq(class.__constructor(5).x, 5)
  tester:eq(class(6).x, 6)
end

function suite.factory_makes_empty_objects()
  local class = new_class()
  function class:__init() self.x = 1 end
  local object = torch.factory(class.__typename)()
  tester:eq(next(object), nil)
  tester:eq(torch.typename(object), class.__typename)
  tester:eq(torch.factory('NoSuchClass'), nil)
  tester:eq(torch.getmetatable('NoSuchClass'), nil)
  tester:eq(torch.getconstructortable('no.Such.Class'), nil)
  fails(function() torch.factory(3) end, 'torch%.factory: class name expected, got number')
end

function suite.type_names()
  local class = new_class()
  local object = object_of(class)
  tester:eq(torch.type(object), class.__typename)
  for _, value in ipairs {1, 'text', {}, true, print, setmetatable({}, {}), newproxy(true)} do
    tester:eq(torch.typename(value), nil)
    tester:eq(torch.type(value), type(value))
  end
  tester:eq(torch.typename(nil), nil)
  tester:eq(torch.type(nil), 'nil')
end

function suite.isTypeOf()
  local module = {}
  local Base = torch.class('kind.Base', module)
  torch.class('kind.BaseOfOther', module)
  local Child = torch.class('kind.Child', 'kind.Base', module)
  local child, other = module.Child(), module.BaseOfOther()
  local function is(object, spec, expected)
    tester:eq(torch.isTypeOf(object, spec), expected, tostring(spec))
  end
  is(child, 'kind.Child', true)
  is(child, 'kind.Base', true)
  is(child, module.Base, true)
  is(child, Base, true)
  is(child, Child, true)
  is(module.Base(), module.Child, false)
  -- a plain name must be the whole name, a pattern need not
  is(other, 'kind.Base', false)
  is(other, 'Base', false)
  is(other, 'Base.*', true)
  is(other, '^kind%.', true)
  is(child, 'kind%.B', true)
  is(child, 'kind%.X', false)
  is(module.Child, 'kind.Base', true)
  for _, value in ipairs {1, 'text', {}, setmetatable({}, {}), newproxy(true)} do
    is(value, '.*', false)
  end
  local own = {}
  is(setmetatable({}, setmetatable(own, own)), 'kind.Base', false)
  fails(function() torch.isTypeOf(child, 3) end,
    'torch%.isTypeOf: a class name, a pattern or a class expected, got number')
  fails(function() torch.isTypeOf(child, nil) end, 'torch%.isTypeOf: .* got nil')
end

function suite.versions()
  local Base = new_class()
  Base.__version = 3
  local Child = new_class(Base.__typename)
  tester:eq(torch.version(object_of(Base)), 3)
  tester:eq(torch.version(object_of(Child)), 1)
  tester:eq(torch.version({}), nil)
  tester:eq(torch.version('text'), nil)
end

function suite.setmetatable_changes_the_class()
  local A, B = new_class(), new_class()
  local object = object_of(A)
  tester:assert(torch.setmetatable(object, B.__typename) == object)
  tester:eq(torch.typename(object), B.__typename)
  tester:eq(torch.typename(torch.setmetatable({}, A.__typename)), A.__typename)
  tester:assertErrorPattern(function() setmetatable(object, {}) end, 'protected')
  fails(function() torch.setmetatable({}, 'NoSuchClass') end,
    'torch%.setmetatable: unknown class NoSuchClass')
  fails(function() torch.setmetatable(3, A.__typename) end,
    'torch%.setmetatable: table expected, got number')
end

function suite.tostring_hook()
  local Base = new_class()
  local Child = new_class(Base.__typename)
  local object = object_of(Child)
  tester:eq(tostring(object), Child.__typename)
  function Base:__tostring__() return 'a ' .. torch.type(self) end
  tester:eq(tostring(object), 'a ' .. Child.__typename)
  function Child.__tostring__() return 'child' end
  tester:eq(tostring(object), 'child')
  Child.__tostring__ = nil
  tester:eq(tostring(object), 'a ' .. Child.__typename)
end

function suite.operators()
  local Base = new_class()
  local Child = new_class(Base.__typename)
  local a, b, plain = object_of(Child), object_of(Child), object_of(new_class())
  local operators = {
    add = function(x, y) return x + y end, sub = function(x, y) return x - y end,
    mul = function(x, y) return x * y end, div = function(x, y) return x / y end,
    mod = function(x, y) return x % y end, pow = function(x, y) return x ^ y end,
    concat = function(x, y) return x .. y end,
  }
  for name, operate in pairs(operators) do
    fails(function() operate(a, 1) end,
      'operator .*: neither ' .. Child.__typename .. ' nor number has __' .. name .. '__')
    Base['__' .. name .. '__'] = function(x, y) return {name, x, y} end
    local function check(x, y)
      local result = operate(x, y)
      tester:assert(result[1] == name and result[2] == x and result[3] == y, name)
    end
    check(a, b)
    check(a, 2)
    check(2, a)
    check(plain, a)
    if name ~= 'concat' then check('2', a) end
  end
  fails(function() return -a end, 'operator %-: ' .. Child.__typename .. ' has no __unm__')
  function Base.__unm__(x) return {'unm', x} end
  tester:assert((-a)[2] == a)
  fails(function() return a(1) end, 'call: ' .. Child.__typename .. ' has no __call__')
  function Base.__call__(self, ...) return self, ... end
  local self, x, y = a(1, nil)
  tester:assert(self == a and x == 1 and y == nil)
end

function suite.comparisons()
  local Base = new_class()
  local Child = new_class(Base.__typename)
  local a, b, plain = object_of(Child), object_of(Child), object_of(new_class())
  a.rank, b.rank, plain.rank = 1, 2, 3
  tester:assert(a == a and a ~= b)
  fails(function() return a < b end, 'operator <: neither')
  fails(function() return a <= b end, 'operator <=: neither')
  function Base.__lt__(x, y) return x.rank < y.rank end
  function Base.__le__(x, y) return x.rank <= y.rank end
  function Base.__eq__(x, y) return x.rank == y.rank end
  local b_less, b_less_equal = b < a, b <= a
  tester:assert(a < b and a <= b and b > a and not b_less and not b_less_equal)
  tester:assert(a < plain and plain > a)
  tester:assert(a ~= b)
  b.rank = 1
  tester:assert(a == b)
end

function suite.index_hook()
  local Base = new_class()
  local Child = new_class(Base.__typename)
  function Base:method() return 'method' end
  local object = object_of(Child)
  object.field = 'field'
  tester:eq(object.missing, nil)
  tester:assert(Child.__index == Child, 'without a hook, indexing is a plain table chain')
  -- a hook on the parent, defined when the child and the object are there already
  function Base.__index__(self, key)
    if key == 'nothing' then return nil, true end
    if type(key) == 'number' then return torch.type(self) .. key, true end
    return false
  end
  for _, class in ipairs {Base, Child, new_class(Child.__typename)} do
    object = object_of(class)
    object.field = 'field'
    Base.nothing = 'hidden by the hook'
    tester:eq({object[3], object.nothing, object.method(), object.field, object.missing},
      {class.__typename .. 3, nil, 'method', 'field', nil})
  end
  tester:eq(Child[3], nil)
  Base.__index__ = nil
  tester:eq(object[3], nil)
  tester:eq(object.method(), 'method')
end

function suite.newindex_hook()
  local Base = new_class()
  local object = object_of(new_class(Base.__typename))
  local taken = {}
  function Base.__newindex__(_, key, value)
    if type(key) == 'number' then
      taken[key] = value
      return true
    end
    return false
  end
  object[1] = 'one'
  object.name = 'name'
  tester:eq(taken, {'one'})
  tester:eq({rawget(object, 1), rawget(object, 'name')}, {nil, 'name'})
end

function suite.own_metamethods_are_kept()
  local Base = new_class()
  local Child = new_class(Base.__typename)
  Child.__index = function() return 'own' end
  function Base.__index__() return false end
  tester:eq(object_of(Child).anything, 'own')
end

-- A class as C makes it: objects are userdata.
function suite.registered()
  local class = torch.class('torch.TestRegistered', {})
  tester:eq(debug.getregistry()[class], 'torch.TestRegistered')
  tester:eq(debug.getregistry()[getmetatable(torch.FloatTensor())], 'torch.FloatTensor')
end

function suite.newmetatable()
  local module, released = {}, 0
  local name = unused('userdata.Thing')
  local class
  local function construct()
    local object = newproxy(true)
    debug.setmetatable(object, class)
    return object
  end
  local function release() released = released + 1 end
  class = torch.newmetatable(name, nil, construct, release, construct, module)
  local constructor = module[name:match('%.(.*)')]
  function class.method(self, x) return torch.type(self) .. x end
  function class.__len__() return 7 end
  local object = constructor()
  tester:eq(type(object), 'userdata')
  tester:eq(torch.type(object), name)
  tester:eq({object:method(1), constructor.method(object, 2), #object}, {name .. 1, name .. 2, 7})
  tester:eq(torch.typename(torch.factory(name)()), name)
  tester:assert(class.__gc == release)
  function class.__newindex__() return false end
  fails(function() object.x = 1 end, name .. ': field x cannot be set')
  local same = torch.newmetatable(name, nil, nil, nil, nil, module)
  tester:assert(same == class)
  fails(function() torch.newmetatable(name, nil, construct, nil, nil, module) end,
    'torch%.newmetatable: class ' .. name .. ' has a constructor already')
  fails(function() torch.newmetatable(name, nil, nil, release, nil, module) end,
    'torch%.newmetatable: class ' .. name .. ' has a destructor already')
end

function suite.newmetatable_completes_a_class()
  local name, module = unused('later.Thing'), {}
  local class = torch.newmetatable(name, nil, nil, nil, nil, module)
  local constructor = torch.getconstructortable(name)
  fails(function() constructor() end, name .. ': the class has no constructor')
  tester:eq(torch.factory(name), nil)
  local parent = new_class()
  function parent.inherited() return true end
  torch.newmetatable(name, parent.__typename, function() return setmetatable({}, class) end,
    nil, nil, module)
  tester:eq(constructor().inherited(), true)
  fails(function() torch.newmetatable(name, parent.__typename, nil, nil, nil, module) end,
    '.* has a parent already')
  fails(function() torch.newmetatable(parent.__typename, name, nil, nil, nil, module) end,
    '.* cannot be its own ancestor')
end

function suite.classes_load_when_named()
  local loaded = {}
  local package_table = setmetatable({}, {
    __index = function(self, key)
      loaded[key] = (loaded[key] or 0) + 1
      if key ~= 'Base' and key ~= 'Lazy' then return nil end
      torch.class('lazy_package.' .. key, key == 'Lazy' and 'lazy_package.Base' or nil)
      return rawget(self, key)
    end,
  })
  rawset(_G, 'lazy_package', package_table)
  tester:eq(torch.getmetatable('lazy_package.Unknown'), nil)
  local object = torch.factory('lazy_package.Lazy')()
  tester:assert(torch.isTypeOf(object, 'lazy_package.Base'))
  torch.class('lazy_package.Mine', 'lazy_package.Lazy')
  tester:eq(loaded, {Unknown = 1, Lazy = 1, Base = 1})
  rawset(_G, 'lazy_package', nil)
end

function suite.parts_of_torch_load_when_named()
  tester:assert(torch.isTypeOf(torch.factory('torch.CmdLine')(), 'torch.CmdLine'))
end

function suite.metatype()
  local ffi = require 'ffi'
  local point = ffi.typeof('struct { double x, y; }')
  local name = unused('ffi.Point')
  local methods = {__typename = name, __version = 2}
  torch.metatype(name, methods, point)
  tester:eq(torch.typename(point(1, 2)), name)
  tester:eq(torch.type(ffi.new('int[3]')), 'cdata')
  tester:assert(torch.getmetatable(name) == methods)
  tester:assert(torch.isTypeOf(point(), name))
  tester:assert(not torch.isTypeOf(ffi.new('int[3]'), '.*'))
  tester:eq(torch.version(point()), 2)
  local other = {__typename = unused('ffi.Other')}
  torch.metatype(other.__typename, other)
  tester:eq(torch.typename(setmetatable({}, other)), other.__typename)
  fails(function() torch.class(name, {}) end, 'torch%.class: .* is a metatable given to')
  fails(function() torch.metatype(name, 'x') end, 'torch%.metatype: metatable expected, got string')
end

-- Every class answers for each of Lua's metamethods, as in Torch7, whatever its hooks.
function suite.metamethods_of_every_class()
  local names = {'__index', '__newindex', '__add', '__sub', '__mul', '__div', '__mod', '__pow', '__unm',
                 '__concat', '__len', '__eq', '__lt', '__le', '__call', '__tostring'}
  for _, class in ipairs {'CmdLine', 'Tester', 'Timer', 'DiskFile', 'MemoryFile', 'PipeFile', 'Generator',
                          'Tensor', 'FloatTensor', 'LongStorage'} do
    local constructor = torch[class]
    for _, name in ipairs(names) do
      tester:assert(rawget(getmetatable(constructor), name) ~= nil, class .. name)
    end
  end
  -- what a plain class's sets, it sets in the object
  local Plain = torch.class('torch.test_PlainFields', {})
  local object = torch.factory('torch.test_PlainFields')()
  Plain.__newindex(object, 'field', 7)
  tester:eq(rawget(object, 'field'), 7)
  tester:assertErrorPattern(function() torch.Generator().field = 1 end,
    'torch%.Generator: field field cannot be set')
end

tester:add(suite):run()
