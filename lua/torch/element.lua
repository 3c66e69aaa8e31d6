-- SPDX-License-Identifier: BSD-3-Clause
-- t[i] and t[i] = x. An element of a vector (or of a storage) in host memory is read and written
-- here, through the FFI, which the JIT compiles to a load or a store; every other form goes to the
-- engine. Where nothing is compiled the engine's C functions are faster, and serve all forms.
--
-- The structs repeat the fields of core/tensor/tensor.h and the first of storage.h; element_test.lua
-- compares a tensor seen both ways. Fields have the names of those of Torch7's C structs; so have the
-- structs by which programs see tensors and storages: THFloatTensor, THFloatStorage, ...

local engine = require 'tocha'
local has_ffi, ffi = pcall(require, 'ffi')

local M = {ffi = has_ffi and ffi or nil}

-- The types that the FFI can load; Half and BFloat16 elements go through the engine.
M.ctypes = {
  Byte = 'uint8_t', Char = 'int8_t', Short = 'int16_t', Int = 'int32_t', Long = 'int64_t',
  Float = 'float', Double = 'double',
}

if has_ffi then
  local seen = [[
    typedef struct THRealStorage {
      real *data; int64_t size; int64_t capacity; int32_t refcount;
    } THRealStorage;
    typedef struct THRealTensor {
      THRealStorage *storage; int64_t storageOffset; int32_t nDimension; uint8_t dtype;
      void *device; int64_t *size; int64_t *stride;
    } THRealTensor;
  ]]
  local function declare(dtype, ctype) ffi.cdef((seen:gsub('Real', dtype):gsub('real', ctype))) end
  for dtype, ctype in pairs(M.ctypes) do declare(dtype, ctype) end
  declare('Half', 'uint16_t')
  declare('BFloat16', 'uint16_t')
  ffi.cdef [[  // of any type: what the elements are is known apart from it
    typedef THByteTensor tocha_tensor;
    typedef struct { THByteStorage *storage; } tocha_storage_box;
  ]]
end

local compiled = has_ffi and jit.status()
local engine_get, engine_put = engine.get, engine.put

local function set_field(object, key)
  require('torch.error').fail(torch.typename(object), 'field ', key, ' cannot be set')
end

local function put_by_engine(object, key, value)
  if type(key) == 'string' then
    key = tonumber(key) or set_field(object, key)
  end
  engine_put(object, key, value)
end

-- What a field that no class has is: Torch7 takes the text of a number for a position.
local function no_field(object, key)
  local position = type(key) == 'string' and tonumber(key)
  if position then return engine_get(object, position) end
end

-- Access through the engine alone: `get(class)` makes __index, `put` is __newindex.
local by_engine = {get = engine.index, put = put_by_engine}

-- With the JIT a method must be found without leaving Lua, even where elements are not.
local by_engine_compiled = {
  get = function(class)
    return function(object, key)
      local field = class[key]
      if field ~= nil then return field end
      if type(key) == 'string' then return no_field(object, key) end
      return engine_get(object, key)
    end
  end,
  put = put_by_engine,
}

-- Access to tensors whose elements are of that type, nil for one that lies in a device's memory.
-- The parentheses around what is returned avoid a tail call of tonumber: LuaJIT cannot compile a
-- metamethod that ends in one as a trace of its own, and gives it up for good when a script has
-- tried often enough (with loops over x[i][j]). Every element then costs a hundred times as much.
function M.tensor(dtype)
  local ctype = M.ctypes[dtype]
  if not compiled then return by_engine end
  if not ctype then return by_engine_compiled end
  local head, pointer = ffi.typeof('tocha_tensor *'), ffi.typeof(ctype .. ' *')
  local cast, tonumber, type = ffi.cast, tonumber, type
  return {
    get = function(class)
      return function(t, key)
        if type(key) == 'number' then
          local h = cast(head, t)
          if h.nDimension == 1 and key >= 1 and key <= tonumber(h.size[0]) then
            return (tonumber(cast(pointer, h.storage.data)
              [tonumber(h.storageOffset) + (key - 1) * tonumber(h.stride[0])]))
          end
          return engine_get(t, key)
        end
        local field = class[key]
        if field ~= nil then return field end
        if type(key) == 'string' then return no_field(t, key) end
        return engine_get(t, key)
      end
    end,
    put = function(t, key, value)
      if type(key) == 'number' and type(value) == 'number' then
        local h = cast(head, t)
        if h.nDimension == 1 and key >= 1 and key <= tonumber(h.size[0]) then
          cast(pointer, h.storage.data)
            [tonumber(h.storageOffset) + (key - 1) * tonumber(h.stride[0])] = value
          return
        end
      end
      put_by_engine(t, key, value)
    end,
  }
end

-- The same for storages.
function M.storage(dtype)
  local ctype = M.ctypes[dtype]
  if not compiled then return by_engine end
  if not ctype then return by_engine_compiled end
  local box, pointer = ffi.typeof('tocha_storage_box *'), ffi.typeof(ctype .. ' *')
  local cast, tonumber, type = ffi.cast, tonumber, type
  return {
    get = function(class)
      return function(s, key)
        if type(key) == 'number' then
          local h = cast(box, s).storage
          if key >= 1 and key <= tonumber(h.size) then
            return (tonumber(cast(pointer, h.data)[key - 1]))
          end
          return engine_get(s, key)
        end
        local field = class[key]
        if field ~= nil then return field end
        return no_field(s, key)
      end
    end,
    put = function(s, key, value)
      if type(key) == 'number' and type(value) == 'number' then
        local h = cast(box, s).storage
        if key >= 1 and key <= tonumber(h.size) then
          cast(pointer, h.data)[key - 1] = value
          return
        end
      end
      put_by_engine(s, key, value)
    end,
  }
end

-- Torch7's hooks of indexing: t:__index__(key) gives the value and true, or false where the key is
-- none; t:__newindex__(key, value) tells whether the key was one. A class that is given others uses
-- those (see metamethods.lua).
local keys = {number = true, table = true, userdata = true}
M.hooks = {
  __index__ = function(object, key)
    if not keys[type(key)] then return false end
    return engine_get(object, key), true
  end,
  __newindex__ = function(object, key, value)
    if not keys[type(key)] then return false end
    engine_put(object, key, value)
    return true
  end,
}

return M
