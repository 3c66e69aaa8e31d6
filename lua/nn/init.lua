-- SPDX-License-Identifier: BSD-3-Clause
-- require 'nn': neural network layers, in the global `nn`. A class is loaded from its file when a
-- script, a model file or torch.factory first uses it: a program that uses five layers does not
-- pay for the others. All are in the table from the start, for programs that walk through it.

setfenv(1, require 'torch.globals')
require 'torch'
local autoload = require 'torch.autoload'
local declare = require('torch.class_names').declare
local searchpath = require 'torch.searchpath'

-- Classes of nngraph that model files hold: those load without the package, which would change what
-- the call of a module means.
local elsewhere = {
  gModule = 'nngraph.gModule',
  ModuleFromCriterion = 'nngraph.ModuleFromCriterion',
}

-- Tables of functions.
local tables = {utils = true, tables = true, hessian = true, Jacobian = true, SparseJacobian = true}

-- The file beside this one that has the name.
local function find(name)
  if type(name) ~= 'string' or name == 'init' or not name:match('^%w+$') then return nil end
  local module = elsewhere[name] or 'nn.' .. name
  return searchpath(module, package.path) and module
end

local classes = {}
for _, file in ipairs(paths.dir(paths.dirname(searchpath('nn', package.path)))) do
  local name = file:match('^(%u%w*)%.lua$')
  if name and not tables[name] then classes[#classes + 1] = name end
end

publish('nn', autoload.found({}, find, function()
  for name in next, tables do require('nn.' .. name) end
  for _, name in ipairs(classes) do torch.getmetatable('nn.' .. name) end
end))
for name in next, tables do autoload.table(nn, name, 'nn.' .. name) end
for _, name in ipairs(classes) do declare(nn, 'nn', name) end

-- Torch7's nn makes an nn.Linear(1, 2) while it is loaded: the programs' own random numbers begin behind it.
for _ = 1, 4 do torch.random() end

-- Torch7's nn brings it to Lua 5.1 too.
table.unpack = table.unpack or unpack -- luacheck: ignore

return nn
