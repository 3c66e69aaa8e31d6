-- SPDX-License-Identifier: BSD-3-Clause
-- require 'nn': neural network layers, in the global `nn`. A class is loaded from its file when a
-- script, a model file or torch.factory first asks for it: a program that uses five layers does not
-- pay for the others.

setfenv(1, require 'torch.globals')
require 'torch'

-- Classes of nngraph that model files hold: those load without the package, which would change what
-- the call of a module means.
local elsewhere = {
  gModule = 'nngraph.gModule',
  ModuleFromCriterion = 'nngraph.ModuleFromCriterion',
}

-- The file beside this one that has the class's name.
local function find(name)
  if type(name) ~= 'string' or name == 'init' or not name:match('^%w+$') then return nil end
  local module = elsewhere[name] or 'nn.' .. name
  return package.searchpath(module, package.path) and module
end

local function names()
  local list = {}
  for file in paths.iterfiles(paths.dirname(package.searchpath('nn', package.path))) do
    table.insert(list, file:match('^(%w+)%.lua$'))
  end
  return list
end

publish('nn', require('torch.autoload').found({}, find, names))

-- Torch7's nn brings it to Lua 5.1 too.
table.unpack = table.unpack or unpack -- luacheck: ignore

return nn
