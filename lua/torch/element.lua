-- SPDX-License-Identifier: BSD-3-Clause
-- t[i] and t[i] = x. An element of a vector in host memory is read and written here, through the
-- FFI, which the JIT compiles to a load or a store; everything else goes to the engine. Where there
-- is no FFI the engine serves all forms.
--
-- The structs repeat the first fields of core/tensor/storage.h and tensor.h; `check` compares a
-- tensor seen both ways when the package is loaded.

local engine = require 'tocha'
local has_ffi, ffi = pcall(require, 'ffi')

local M = {}

local ctypes = {
  Byte = 'uint8_t', Char = 'int8_t', Short = 'int16_t', Int = 'int32_t', Long = 'int64_t',
  Float = 'float', Double = 'double',
}

if has_ffi then
  ffi.cdef [[
    typedef struct { void *data; int64_t size; } tocha_storage;
    typedef struct {
      tocha_storage *storage; int64_t offset; int32_t dim; uint8_t dtype;
      int64_t size[16]; int64_t stride[16];
    } tocha_tensor;
    typedef struct { tocha_storage *storage; } tocha_storage_box;
  ]]
end

local tensor_get, tensor_put = engine.get, engine.put

-- Access without the FFI: the class's fields by name, positions through the engine.
local function plain(get, put)
  return {
    get = function(class)
      return function(object, key)
        if type(key) == 'string' then return class[key] end
        return get(object, key)
      end
    end,
    put = put,
  }
end

function M.tensor(dtype)
  local ctype = has_ffi and ctypes[dtype]
  if not ctype then return plain(tensor_get, tensor_put) end
  local head, pointer = ffi.typeof('tocha_tensor *'), ffi.typeof(ctype .. ' *')
  local cast, tonumber, type = ffi.cast, tonumber, type
  return {
    get = function(class)
      return function(t, key)
        if type(key) == 'number' then
          local h = cast(head, t)
          if h.dim == 1 and key >= 1 and key <= tonumber(h.size[0]) then
            return tonumber(cast(pointer, h.storage.data)
              [tonumber(h.offset) + (key - 1) * tonumber(h.stride[0])])
          end
          return tensor_get(t, key)
        end
        local field = class[key]
        if field ~= nil or type(key) == 'string' then return field end
        return tensor_get(t, key)
      end
    end,
    put = function(t, key, value)
      if type(key) == 'number' and type(value) == 'number' then
        local h = cast(head, t)
        if h.dim == 1 and key >= 1 and key <= tonumber(h.size[0]) then
          cast(pointer, h.storage.data)
            [tonumber(h.offset) + (key - 1) * tonumber(h.stride[0])] = value
          return
        end
      end
      tensor_put(t, key, value)
    end,
  }
end

function M.storage(dtype)
  local get, put = engine.storage_methods.get, engine.storage_methods.put
  local ctype = has_ffi and ctypes[dtype]
  if not ctype then return plain(get, put) end
  local box, pointer = ffi.typeof('tocha_storage_box *'), ffi.typeof(ctype .. ' *')
  local cast, tonumber, type = ffi.cast, tonumber, type
  return {
    get = function(class)
      return function(s, key)
        if type(key) == 'number' then
          local h = cast(box, s).storage
          if key >= 1 and key <= tonumber(h.size) then
            return tonumber(cast(pointer, h.data)[key - 1])
          end
          return get(s, key)
        end
        return class[key]
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
      put(s, key, value)
    end,
  }
end

return M
