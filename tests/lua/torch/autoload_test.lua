-- SPDX-License-Identifier: BSD-3-Clause
-- Packages that are loaded piece by piece look complete to a program that walks them, and `pairs`
-- is otherwise what it was.

local torch = require 'torch'
local nn = require 'nn'

local tester = torch.Tester()
local suite = torch.TestSuite()

local function names(t)
  local found = {}
  for name, value in pairs(t) do found[name] = value end
  return found
end

function suite.walks_show_all_of_a_package()
  local layers = names(nn)
  for _, name in ipairs {'Linear', 'Sequential', 'MSECriterion', 'VolumetricDropout', 'utils'} do
    tester:assert(layers[name] ~= nil and layers[name] == nn[name], name)
  end
  tester:eq(layers.init, nil)
  tester:eq(getmetatable(getmetatable(layers.Linear)), getmetatable(nn.Module))
  local functions = names(torch)
  for _, name in ipairs {'add', 'save', 'CmdLine', 'DiskFile', 'FloatTensor'} do
    tester:assert(functions[name] ~= nil and functions[name] == torch[name], name)
  end
  tester:assert(names(require 'optim').adam ~= nil, 'optim.adam')
  tester:assert(names(require 'xlua').OptionParser ~= nil, 'xlua.OptionParser')
end

function suite.a_name_that_is_no_class_is_nil()
  local linear = nn.Linear
  tester:eq(nn.init, nil)
  tester:eq(nn.NoSuchLayer, nil)
  tester:assert(require 'nn' == nn and nn.Linear == linear, 'nn stays what it was')
end

function suite.pairs_of_plain_tables_and_objects()
  tester:eq(names {1, 2, x = 'y'}, {1, 2, x = 'y'})
  local layer = nn.Identity()
  tester:assert(names(layer)._type == layer._type, 'fields of an object')
  tester:assert(names(getmetatable(layer)).updateOutput ~= nil, 'methods of a class')
  tester:eq(names(setmetatable({}, {__pairs = function() return next, {a = 1}, nil end})), {a = 1})
end

function suite.pairs_refuses_what_is_no_table()
  local ok, message = pcall(function() pairs(12) end)
  tester:eq(ok, false)
  tester:assert(message:match('autoload_test.lua:%d+: bad argument #1 to \'pairs\' %(table expected, '
    .. 'got number%)$') ~= nil, message)
end

tester:add(suite):run()
