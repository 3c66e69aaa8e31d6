-- SPDX-License-Identifier: BSD-3-Clause
-- Methods and functions of every tensor type that are best said in Lua: types and conversion by
-- name, division into tables, what the FFI shows.

local torch = require 'torch.env'
local engine = require 'tocha'
local types = require 'torch.types'
local element = require 'torch.element'
local fail = require('torch.error').fail

local method, storage_method = types.method, types.storage_method

torch.getnumthreads = engine.getnumthreads
torch.setnumthreads = engine.setnumthreads
torch.getnumcores = engine.getnumcores

-- --- types ---

-- t:type(): the name of its class. t:type(name): t itself if it is of that class, else a copy
-- converted to it, wherever it lies.
local function convert(t, name)
  local current = torch.typename(t)
  if name == nil or name == current then return name == nil and current or t end
  local class = types.tensor_class(name)
  if not class then fail('torch.type', 'unknown tensor type ', name) end
  local result = class.new()
  if t:dim() > 0 then result:resize(t:size()):copy(t) end
  return result
end
method('type', convert)

-- t:typeAs(other): t in the type of `other`.
method('typeAs', function(t, other)
  if not torch.isTensor(other) then
    fail('torch.typeAs', 'tensor expected, got ', torch.type(other))
  end
  return convert(t, torch.typename(other))
end)

-- t:real(): t in the type that torch.Tensor stands for.
method('real', function(t)
  return convert(t, torch.getdefaulttensortype())
end)

method('isTensor', function() return true end)

-- As in Torch7 a class shows the functions of the torch table that know it.
method('torch', engine.torch)

-- --- text ---

method('__tostring__', function(t) return require('torch.print').tensor(t) end)
storage_method('__tostring__', function(s) return require('torch.print').storage(s) end)

-- --- division into tables ---

-- The list to fill, the other arguments moved up behind it: both functions take it first, or not.
local function with_result(where, result, tensor, count, dim)
  if type(result) ~= 'table' then
    result, tensor, count, dim = {}, result, tensor, count
  else
    for key in pairs(result) do result[key] = nil end
  end
  if not torch.isTensor(tensor) then
    fail(where, 'tensor expected, got ', torch.type(tensor))
  end
  if type(count) ~= 'number' or count < 1 then
    fail(where, 'a count of at least 1 expected, got ', count)
  end
  return result, tensor, math.floor(count), dim or 1
end

local function fill_split(result, tensor, size, dim)
  local total, from = tensor:size(dim), 1
  while from <= total do
    result[#result + 1] = tensor:narrow(dim, from, math.min(size, total - from + 1))
    from = from + size
  end
  return result
end

-- torch.split([result,] tensor, size, [dim]): a list of views along `dim` (1), each of `size`, the
-- last one of what is left. A list given as `result` is emptied and used.
function torch.split(...)
  return fill_split(with_result('torch.split', ...))
end
method('split', torch.split)

-- torch.chunk([result,] tensor, n, [dim]): the same in at most n views of equal size, but for the
-- last.
function torch.chunk(...)
  local result, tensor, n, dim = with_result('torch.chunk', ...)
  return fill_split(result, tensor, math.ceil(tensor:size(dim) / n), dim)
end
method('chunk', torch.chunk)

-- --- files: the layout, then the storage as an object of its own ---

method('write', function(t, file)
  file:writeObject(engine.serialize.write_layout(file, t))
end)

method('read', function(t, file)
  local sizes, strides, offset = engine.serialize.read_layout(file)
  engine.serialize.place(file, t, sizes, strides, offset, file:readObject())
end)

-- --- addresses ---

-- torch.pointer(object): a number that is the same for two Lua objects which are one and the same
-- for the engine (two that hold one storage, for example). Of cdata: the address that a pointer or a
-- reference holds, or where a struct or an array lies.
function torch.pointer(object)
  if type(object) == 'cdata' then
    local ffi = require 'ffi'
    return tonumber(ffi.cast('intptr_t', ffi.cast('void *', object)))
  end
  return engine.pointer(object)
end

local function ffi_or_fail(where, object)
  local ffi = element.ffi
  local ctype = element.ctypes[object.__host_dtype] or object.__host_dtype and 'uint16_t'
  if not ffi then fail(where, 'this Lua has no FFI') end
  if not ctype then fail(where, torch.typename(object), ' does not lie in host memory') end
  return ffi, ctype
end

-- t:data(): an FFI pointer to the first element, nil if there is none; t:cdata(): to the tensor's
-- description (a THFloatTensor: storage, storageOffset from 0, nDimension, dtype, size, stride),
-- s:cdata() to the storage's (a THFloatStorage: data, size, refcount; see element.lua). All are good
-- for as long as the tensor lives and keeps its storage.
method('data', function(t)
  local ffi, ctype = ffi_or_fail('torch.data', t)
  local head = ffi.cast('tocha_tensor *', t)
  if head.storage == nil or head.storage.data == nil then return nil end
  return ffi.cast(ctype .. ' *', head.storage.data) + head.storageOffset
end)

method('cdata', function(t)
  local ffi = ffi_or_fail('torch.cdata', t)
  return ffi.cast('TH' .. t.__host_dtype .. 'Tensor *', t)
end)

storage_method('data', function(s)
  local ffi, ctype = ffi_or_fail('torch.data', s)
  return ffi.cast(ctype .. ' *', ffi.cast('tocha_storage_box *', s).storage.data)
end)

storage_method('cdata', function(s)
  local ffi = ffi_or_fail('torch.cdata', s)
  return ffi.cast('TH' .. s.__host_dtype .. 'Storage *', ffi.cast('tocha_storage_box *', s).storage)
end)

-- torch.data(object, [asnumber]), torch.cdata(object, [asnumber]): the methods as functions; with
-- `asnumber` the pointer as an intptr_t, which tonumber() makes a plain number. Nil for nil.
for _, name in ipairs {'data', 'cdata'} do
  torch[name] = function(object, asnumber)
    if not object then return nil end
    local pointer = object[name](object)
    return asnumber and element.ffi.cast('intptr_t', pointer) or pointer
  end
end

return torch
