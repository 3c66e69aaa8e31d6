-- SPDX-License-Identifier: BSD-3-Clause
-- The tensor and storage classes of a device kind: torch.FloatTensor, torch.FloatStorage, ... All
-- tensor classes share one set of methods, which come from the engine (`tocha.methods`) and from the
-- Lua files of this package.

local torch = require 'torch.env'
local engine = require 'tocha'
local element = require 'torch.element'

-- In the order of the engine's DType.
local dtypes = {'Byte', 'Char', 'Short', 'Int', 'Long', 'Half', 'BFloat16', 'Float', 'Double'}

local M = {dtypes = dtypes, tensor_classes = {}, storage_classes = {}}

-- Adds a method to every tensor class, those of devices that are loaded later included.
function M.method(name, f)
  engine.methods[name] = f
  for _, class in ipairs(M.tensor_classes) do
    class[name] = f
  end
end

-- The name of a class; the one of single precision on a device is short: torch.CudaTensor.
local function class_name(prefix, dtype, what)
  if prefix ~= '' and dtype == 'Float' then dtype = '' end
  return 'torch.' .. prefix .. dtype .. what
end

local function define(name, methods, register, dtype, prefix, get, put)
  local class = torch.newmetatable(name, nil, function(...)
    return torch.getmetatable(name).new(...)
  end)
  for key, method in pairs(methods) do
    class[key] = method
  end
  register(class, name, dtype, prefix)
  class.__index = get(class)
  class.__newindex = put
  return class
end

-- Makes the classes of a device kind. `host` tells whether elements lie in host memory.
function M.define(prefix, host)
  for i, dtype in ipairs(dtypes) do
    local tensor = class_name(prefix, dtype, 'Tensor')
    local access = element.tensor(host and dtype)
    table.insert(M.tensor_classes, define(tensor, engine.methods, engine.tensor_type, i - 1, prefix,
                                          access.get, access.put))
    access = element.storage(host and dtype)
    table.insert(M.storage_classes,
                 define(class_name(prefix, dtype, 'Storage'), engine.storage_methods,
                        engine.storage_type, i - 1, prefix, access.get, access.put))
  end
end

return M
