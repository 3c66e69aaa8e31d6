-- SPDX-License-Identifier: BSD-3-Clause
-- Packages whose parts are loaded when they are first asked for. A program that walks such a package
-- with `pairs` finds all of it, as if everything had been loaded by `require`.

require 'torch.pairs'

local M = {}

-- The package's field is either set by the module itself, or found in the table that it returns.
local function load(package_table, name, module)
  if not module or type(package.loaded[module]) == 'userdata' then return end  -- being loaded
  local value = require(module)
  if rawget(package_table, name) == nil and type(value) == 'table' then
    rawset(package_table, name, value[name])
  end
end

-- found(package, find, names): `find(name)` returns the module that makes the field of that name, or
-- nil; `names()` an array of the names of all such fields. Returns the package.
function M.found(package_table, find, names)
  return setmetatable(package_table, {
    __index = function(self, name)
      load(self, name, find(name))
      return rawget(self, name)
    end,
    __pairs = function(self)
      for _, name in ipairs(names()) do
        if rawget(self, name) == nil then load(self, name, find(name)) end
      end
      return next, self, nil
    end,
  })
end

-- listed(package, modules): `modules[name]` is the module that makes the field of that name.
function M.listed(package_table, modules)
  local function names()
    local list = {}
    for name in pairs(modules) do table.insert(list, name) end
    return list
  end
  return M.found(package_table, function(name) return modules[name] end, names)
end

return M
