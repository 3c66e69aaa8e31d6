-- SPDX-License-Identifier: BSD-3-Clause
-- What Torch7 programs say to the C side of Torch7, and torch.test.

local torch = require 'torch'
local checks = require 'support.checks'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = checks.fails(tester)

function suite.pushudata_makes_another_object_for_a_tensor()
  local t = torch.FloatTensor {1, 2, 3}
  local view = torch.pushudata(torch.pointer(t), 'torch.FloatTensor')
  tester:eq(view:totable(), {1, 2, 3})
  view[1] = 9
  tester:eq(t[1], 9)
  local ok = pcall(require, 'ffi')
  if ok then
    tester:eq(torch.pushudata(t:cdata(), 'torch.FloatTensor')[1], 9)
    tester:eq(torch.pushudata(t:storage():cdata(), 'torch.FloatStorage')[1], 9)
  end
  local address = torch.pointer(t)
  fails('torch%.pushudata: there is a torch%.FloatTensor at that address, not a torch%.IntTensor',
    torch.pushudata, address, 'torch.IntTensor')
  fails('torch%.pushudata: the name of a tensor or storage class expected, got torch%.Timer',
    torch.pushudata, address, 'torch.Timer')
  fails('torch%.pushudata: an address expected, got table', torch.pushudata, {}, 'torch.IntTensor')
  fails('torch%.pushudata: there is no object at address 0', torch.pushudata, 0, 'torch.IntTensor')
end

-- The address that a pointer or a reference holds; that of a struct or an array itself.
function suite.pointer_of_cdata()
  local ffi = require 'ffi'
  ffi.cdef 'typedef struct { double a, b; } native_test_pair;'
  local function address(cdata) return tonumber(ffi.cast('intptr_t', ffi.cast('void *', cdata))) end
  local array = ffi.new('native_test_pair[2]')
  tester:eq(torch.pointer(array), address(array))
  tester:eq(torch.pointer(array[1]) - torch.pointer(array), 16)
  tester:eq(torch.pointer(array + 1), torch.pointer(array[1]))
  local pair = ffi.new 'native_test_pair'
  tester:eq(torch.pointer(pair), address(pair))
  tester:eq(torch.pointer(ffi.cast('void *', 42)), 42)
  local t = torch.Tensor(1)
  tester:eq(torch.pointer(t:cdata()), torch.pointer(t))
end

function suite.pushudata_takes_over_a_reference()
  local s = torch.IntStorage {1, 2}
  s:retain()
  local other = torch.pushudata(torch.pointer(s), 'torch.IntStorage')
  fails('the storage was not retained', s.free, s)
  s = nil -- luacheck: ignore 311
  collectgarbage()
  collectgarbage()
  tester:eq(other:totable(), {1, 2})
end

-- As threads hand over tensors: the one that gives forgets its object, the one that takes comes later.
function suite.retained_tensors_outlive_their_object()
  local pointers = {}
  for i = 1, 50 do
    local t = torch.FloatTensor(100):fill(i):view(10, 10)
    t:retain()
    pointers[i] = torch.pointer(t)
  end
  for _ = 1, 4 do collectgarbage() end
  local last = torch.FloatTensor(100):fill(0) -- luacheck: ignore 211
  local sum = 0
  for i = 1, 50 do
    local t = torch.pushudata(pointers[i], 'torch.FloatTensor')
    tester:eq(t:size():totable(), {10, 10})
    tester:eq(t:min(), t:max())
    sum = sum + t:max()
  end
  tester:eq(sum, 50 * 51 / 2)
end

-- th has the binding inside; a state of another thread loads it once more, as a module. What one of
-- them holds the other finds.
function suite.retained_tensors_are_found_by_another_state()
  local ffi = require 'ffi'
  ffi.cdef [[
    typedef struct lua_State lua_State;
    lua_State *luaL_newstate(void);
    void luaL_openlibs(lua_State *);
    void lua_close(lua_State *);
    int luaL_loadstring(lua_State *, const char *);
    int lua_pcall(lua_State *, int, int, int);
    const char *lua_tolstring(lua_State *, int, size_t *);
  ]]
  local lua = ffi.C
  local t = torch.FloatTensor {1, 2, 3}
  t:retain()
  local code = ([[
    package.path = %q
    package.preload.tocha = assert(package.loadlib(%q, 'luaopen_tocha'))
    local torch = require 'torch'
    local t = torch.pushudata(%.0f, 'torch.FloatTensor')
    return table.concat(t:totable(), ' ')
  ]]):format(package.path, package.searchpath('tocha', package.cpath), torch.pointer(t))
  t = nil -- luacheck: ignore 311
  for _ = 1, 4 do collectgarbage() end
  local state = lua.luaL_newstate()
  lua.luaL_openlibs(state)
  local status = lua.luaL_loadstring(state, code)
  if status == 0 then status = lua.lua_pcall(state, 0, 1, 0) end
  tester:eq(ffi.string(lua.lua_tolstring(state, -1, nil)), '1 2 3')
  tester:eq(status, 0)
  lua.lua_close(state)
end

function suite.settings_of_torch7s_c_library()
  torch.updateerrorhandlers()
  torch.setheaptracking(false)
  torch.updatethreadlocals()
  tester:eq(torch._heaptracking, false)
  torch.setheaptracking(true)
  tester:eq(torch._heaptracking, true)
  fails('torch%.setheaptracking: boolean expected, got number', torch.setheaptracking, 1)
  fails('torch%.Allocator: the class has no constructor', torch.Allocator)
end

function suite.ids_of_classes()
  local t = torch.FloatTensor()
  tester:eq(type(torch.id(t)), 'userdata')
  tester:assert(torch.id(t) == torch.id(torch.FloatTensor(3)))
  tester:assert(torch.id(t) == torch.typename2id('torch.FloatTensor'))
  tester:assert(torch.id(t) ~= torch.typename2id('torch.IntTensor'))
  tester:eq(torch.id({}), nil)
  tester:eq(torch.id('x'), nil)
  tester:eq(torch.typename2id('no.such.Class'), nil)
end

function suite.the_check_of_an_installation()
  local write, lines = io.write, {}
  io.write = function(text) lines[#lines + 1] = text end -- luacheck: ignore 122
  local ok, result = pcall(torch.test)
  local named, some = pcall(torch.test, {'sorting', 'files'})
  io.write = write -- luacheck: ignore 122
  tester:assert(ok, tostring(result))
  tester:eq(torch.typename(result), 'torch.Tester')
  tester:eq(#result.errors, 0)
  tester:assertgt(result.countasserts, 40)
  tester:assert(named, tostring(some))
  tester:assert(table.concat(lines):find('Running 2 tests\n', 1, true) ~= nil)
end

tester:add(suite):run()
