-- SPDX-License-Identifier: BSD-3-Clause
-- require 'nn': neural network layers, in the global `nn`. A class is loaded from its file when a
-- script, a model file or torch.factory first asks for it: a program that uses five layers does not
-- pay for the others.

require 'torch'

-- Classes of nngraph that model files hold: those load without the package, which would change what
-- the call of a module means.
local elsewhere = {
  gModule = 'nngraph.gModule',
  ModuleFromCriterion = 'nngraph.ModuleFromCriterion',
}

local nn = setmetatable({}, {
  __index = function(self, name)
    -- The file beside this one that has the class's name.
    local module = elsewhere[name] or type(name) == 'string' and name:match('^%w+$') and 'nn.' .. name
    if module and package.loaded[module] == nil and package.searchpath(module, package.path) then
      require(module)
      return rawget(self, name)
    end
  end,
})

_G.nn = nn

-- Torch7's nn brings it to Lua 5.1 too.
table.unpack = table.unpack or unpack -- luacheck: ignore

return nn
