-- SPDX-License-Identifier: BSD-3-Clause
-- Packages whose parts are loaded when they are first asked for. A program that walks such a package
-- with `pairs` finds all of it, as if everything had been loaded by `require`.

local loading = require('torch.require').loading
require 'torch.pairs'

local M = {}

-- The package's field is either set by the module itself, or found in the table that it returns.
local function load(package_table, name, module)
  if not module or loading(module) then return end
  local value = require(module)
  if rawget(package_table, name) == nil and type(value) == 'table' then
    rawset(package_table, name, value[name])
  end
end

-- M.table(package, name, module): a field that is a table of functions, there at once; `module` sets the
-- field anew, to the table that this one stands for, when a function is first asked for.
function M.table(package_table, name, module)
  rawset(package_table, name, setmetatable({}, {
    __index = function(_, key) return require(module)[key] end,
    __newindex = function(_, key, value) require(module)[key] = value end,
    __pairs = function() return pairs(require(module)) end,
  }))
end

-- found(package, find, load_all): `find(name)` returns the module that makes the field of that name, or
-- nil; `load_all()` makes all fields. Returns the package.
function M.found(package_table, find, load_all)
  return setmetatable(package_table, {
    __index = function(self, name)
      load(self, name, find(name))
      return rawget(self, name)
    end,
    __pairs = function(self)
      load_all()
      return next, self, nil
    end,
  })
end

-- listed(package, modules): `modules[name]` is the module that makes the field of that name.
function M.listed(package_table, modules)
  return M.found(package_table, function(name) return modules[name] end, function()
    for name, module in next, modules do
      if rawget(package_table, name) == nil then load(package_table, name, module) end
    end
  end)
end

return M
