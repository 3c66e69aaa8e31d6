-- SPDX-License-Identifier: BSD-3-Clause
-- The tensor and storage classes of a device kind: torch.FloatTensor, torch.FloatStorage, ... All
-- tensor classes share one set of methods, which come from the engine (`tocha.methods`) and from the
-- Lua files of this package. Here too: which of them torch.Tensor and torch.Storage stand for.

local torch = require 'torch.env'
local engine = require 'tocha'
local element = require 'torch.element'
local metamethods = require 'torch.metamethods'
local fail = require('torch.error').fail

-- In the order of the engine's DType.
local dtypes = {'Byte', 'Char', 'Short', 'Int', 'Long', 'Half', 'BFloat16', 'Float', 'Double'}

local M = {dtypes = dtypes, tensor_classes = {}, storage_classes = {}}

-- What is known of a tensor class by its name: {class, dtype, prefix}.
local tensor_kinds = {}

-- Adds a method to every tensor class, those of devices that are loaded later included.
function M.method(name, f)
  engine.methods[name] = f
  for _, class in ipairs(M.tensor_classes) do
    class[name] = f
  end
end

-- The same for storages.
function M.storage_method(name, f)
  engine.storage_methods[name] = f
  for _, class in ipairs(M.storage_classes) do
    class[name] = f
  end
end

-- The class of that name; nil for a name that is not of a tensor class.
function M.tensor_class(name)
  local kind = tensor_kinds[name]
  return kind and kind.class
end

-- Whether a class is one of storages.
function M.is_storage_class(class)
  for _, storage_class in ipairs(M.storage_classes) do
    if class == storage_class then return true end
  end
  return false
end

-- The element type ("Float") of a tensor or storage class in host memory; nil for others.
function M.host_dtype(class)
  return class.__host_dtype
end

-- The name of a class; the one of single precision on a device is short: torch.CudaTensor.
local function class_name(prefix, dtype, what)
  if prefix ~= '' and dtype == 'Float' then dtype = '' end
  return 'torch.' .. prefix .. dtype .. what
end

local function define(name, methods, register, index, prefix, access, dtype)
  local class = torch.newmetatable(name)
  for key, method in pairs(methods) do
    class[key] = method
  end
  register(class, name, index, prefix)
  local new, element_size = class.new, methods.elementSize
  torch.newmetatable(name, nil, new, nil, function() return new() end)
  -- The class itself knows it too: torch.FloatTensor.elementSize()
  class.elementSize = function(object) return element_size(object or new()) end
  metamethods.access(class, access.get(class), access.put, element.hooks)
  class.__host_dtype = dtype
  return class
end

-- Makes the classes of a device kind. `host` tells whether elements lie in host memory.
function M.define(prefix, host)
  for i, dtype in ipairs(dtypes) do
    local name = class_name(prefix, dtype, 'Tensor')
    local class = define(name, engine.methods, engine.tensor_type, i - 1, prefix,
                         element.tensor(host and dtype), host and dtype)
    table.insert(M.tensor_classes, class)
    tensor_kinds[name] = {class = class, index = i - 1, prefix = prefix,
                          storage = class_name(prefix, dtype, 'Storage')}
    table.insert(M.storage_classes,
                 define(class_name(prefix, dtype, 'Storage'), engine.storage_methods,
                        engine.storage_type, i - 1, prefix, element.storage(host and dtype),
                        host and dtype))
  end
end

local default_name

-- torch.getdefaulttensortype(): the name of the class that torch.Tensor stands for.
function torch.getdefaulttensortype()
  return default_name
end

-- torch.setdefaulttensortype(name): makes torch.Tensor and torch.Storage stand for the class of
-- that name and its storage, and results that follow no argument's type have its type.
function torch.setdefaulttensortype(name)
  local kind = tensor_kinds[name]
  if not kind then
    fail('torch.setdefaulttensortype', 'unknown tensor type ', name)
  end
  engine.default_type(kind.index, kind.prefix)
  default_name = name
  torch.Tensor = torch.getconstructortable(name)
  torch.Storage = torch.getconstructortable(kind.storage)
end

return M
