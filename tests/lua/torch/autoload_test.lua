-- SPDX-License-Identifier: BSD-3-Clause
-- Packages that are loaded piece by piece look complete to a program that walks them, and `pairs`
-- is otherwise what it was.

local torch = require 'torch'
local nn = require 'nn'

local sys = require 'sys'
local paths = require 'paths'

-- What a new th prints for the code.
local function run(code)
  local file = paths.tmpname()
  local f = io.open(file, 'w')
  f:write(code)
  f:close()
  local text = sys.execute(paths.concat(paths.execdir(), 'th') .. ' ' .. file)
  os.remove(file)
  return text
end

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

-- A program that keeps Lua's own `next` (or a pairs from before) sees all of nn too, and may use what it
-- finds there, though no file of it is loaded yet.
function suite.next_shows_all_of_nn()
  local code = [[
    local torch = require 'torch'
    local nn = require 'nn'
    local loaded = function()
      return package.loaded['nn.HardTanh'] or package.loaded['nn.VolumetricDropout']
    end
    local count = 0
    for name, value in next, nn do
      assert(type(value) == 'table', name)
      if getmetatable(value).__typename then count = count + 1 end
      if name == 'VolumetricDropout' or name == 'HardTanh' then found = value end
    end
    assert(count > 170 and not loaded(), count)
    local ReLU = rawget(nn, 'ReLU')
    assert(torch.isTypeOf(ReLU(), nn.ReLU) and ReLU == nn.ReLU)
    assert(nn.ReLU.updateOutput and ReLU.__version == 1)
    assert(torch.typename(ReLU) == nil and torch.type(rawget(nn, 'Tanh')) == 'table')
    -- methods patched in a walk
    for name, class in next, nn do
      if name == 'Sigmoid' then
        local old = class.updateOutput
        class.updateOutput = function(self, input) return old(self, input):fill(7) end
      end
    end
    assert(nn.Sigmoid():forward(torch.ones(1))[1] == 7)
    rawget(nn, 'Tanh').extra = 5
    assert(nn.Tanh().extra == 5)
    -- the program's own class in the place of one that is not loaded
    local Mine = torch.class('nn.HardShrink', 'nn.Module')
    function Mine:updateOutput() return 'mine' end
    assert(nn.HardShrink():forward() == 'mine' and torch.factory('nn.HardShrink'))
    assert(nn.utils.clear and rawget(nn, 'Jacobian').testJacobian and nn.gModule)
    assert(not loaded() and torch.factory('nn.HardTanh') and loaded())
    print 'good']]
  tester:eq(run(code), 'good')
end

-- A class whose file fails once, by an interruption for instance, is loaded when it is asked for again.
function suite.a_file_that_failed_once_is_loaded_again()
  local code = [[
    require 'nn'
    for _, line in ipairs {'torch.class', 'function ELU:__init'} do
      local stop, at = true, 0
      for text in io.lines(package.searchpath('nn.ELU', package.path)) do
        at = at + 1
        if text:find(line, 1, true) then break end
      end
      debug.sethook(function(_, number)
        if stop and number == at and debug.getinfo(2, 'S').source:find('ELU.lua', 1, true) then
          stop = false
          error('stopped')
        end
      end, 'l')
      local ok, message = pcall(function() return nn.ELU() end)
      debug.sethook()
      assert(not ok and message:find('stopped'), message)
    end
    assert(nn.ELU():forward(torch.ones(1))[1] == 1)
    assert(torch.isTypeOf(nn.ELU(), 'nn.Module') and getmetatable(nn.ELU()) == getmetatable(nn.ELU))
    print 'good']]
  tester:eq(run(code), 'good')
end

-- Torch7's nn makes an nn.Linear(1, 2) while it is loaded.
function suite.nn_draws_four_numbers()
  local function drawn(code)
    return run('torch.manualSeed(1) ' .. code .. ' print(torch.random())')
  end
  tester:eq(drawn "require 'nn'", '491263')
  tester:eq(drawn "require 'nn' require 'nn' local _ = nn.Linear, nn.Tanh()", '491263')
  tester:eq(drawn "torch.setdefaulttensortype('torch.FloatTensor') require 'nngraph'", '491263')
  tester:eq(drawn '', '1791095845')
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

-- What LuaJIT's own pairs does.
function suite.pairs_of_cdata()
  local ffi = require 'ffi'
  local make = ffi.metatype('struct { int a; }', {
    __pairs = function(self) return next, {a = self.a}, nil end,
  })
  tester:eq(names(make(5)), {a = 5})
  tester:assertErrorPattern(function() names(ffi.new 'int[1]') end, "has no '__pairs' metamethod")
end

function suite.pairs_refuses_what_is_no_table()
  local ok, message = pcall(function() pairs(12) end)
  tester:eq(ok, false)
  tester:assert(message:match('autoload_test.lua:%d+: bad argument #1 to \'pairs\' %(table expected, '
    .. 'got number%)$') ~= nil, message)
end

tester:add(suite):run()
