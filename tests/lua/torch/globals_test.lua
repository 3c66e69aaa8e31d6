-- SPDX-License-Identifier: BSD-3-Clause
-- What a program calls its global variables is its own business: the packages keep Lua's names as they
-- were when torch was loaded.

local torch = require 'torch'
local nn = require 'nn'
local optim = require 'optim'
local paths = require 'paths'
require 'nngraph'
local os = os
local _G, pcall, pairs, ipairs, type, tostring, table, rawget, rawset, debug, require, io, next =
  _G, pcall, pairs, ipairs, type, tostring, table, rawget, rawset, debug, require, io, next

local tester = torch.Tester()
local suite = torch.TestSuite()

local names = {}
for name in ([[_G _VERSION arg assert bit collectgarbage coroutine debug dofile error gcinfo getfenv
    getmetatable io ipairs jit load loadfile loadstring math module newproxy next os package pairs pcall
    print rawequal rawget rawset
    require select setfenv setmetatable string table tonumber tostring type unpack xpcall
    torch nn nngraph optim paths sys xlua graph]]):gmatch('%S+') do
  table.insert(names, name)
end

local file = os.tmpname()
local actions = {
  {'tostring(tensor)', function() return tostring(torch.Tensor {{1, 2.5}, {3, 4}}) end},
  {'elements', function()
    local t = torch.range(1, 4):view(2, 2)
    t[{1, 2}] = t[2][1] + t[{{}, 1}]:sum()
    return t:apply(function(x) return x end):map(t, function(a, b) return a + b end)
  end},
  {'forward and backward', function()
    local m = nn.Sequential():add(nn.Linear(3, 3)):add(nn.BatchNormalization(3)):add(nn.LogSoftMax())
    local x = torch.ones(2, 3)
    m:backward(x, m:forward(x))
  end},
  {'clone, casts, getParameters', function()
    local m = nn.Sequential():add(nn.Linear(3, 3)):add(nn.Dropout())
    m:clone('weight'):float():getParameters()
  end},
  {'tostring(network)', function() return tostring(nn.Sequential():add(nn.Linear(3, 3))) end},
  {'graph', function()
    local x = nn.Identity()()
    nn.gModule({x}, {nn.CAddTable()({x, nn.Tanh()(x)})}):forward(torch.ones(2))
  end},
  {'error with a path', function()
    local net = nn.Sequential():add(nn.Linear(3, 3))
    local ok, message = pcall(net.forward, net, torch.ones(2))
    local found = message:find('nn.Sequential[1].nn.Linear: size mismatch', 1, true)
    tester:assert(not ok and found ~= nil, message)
  end},
  {'ConfusionMatrix', function()
    local c = optim.ConfusionMatrix(3)
    c:add(1, 2)
    return tostring(c)
  end},
  {'adam', function() optim.adam(function(x) return 0, x:clone() end, torch.ones(2), {}) end},
  {'files', function()
    torch.save(file, {nn.Linear(2, 2), 'x', function() return 1 end})
    torch.load(file)
    torch.deserialize(torch.serialize {1})
  end},
  {'classes', function()
    torch.class('globals_test_' .. torch.random(), 'nn.Module', {})
    return torch.isTypeOf(nn.Linear(1, 1), 'nn.Module')
  end},
}

-- f() while the global variable is 5. Strings' methods are not the global's business.
local function with_global(name, f)
  local saved = rawget(_G, name)
  rawset(_G, name, 5)
  local ok, message = pcall(f)
  rawset(_G, name, saved)
  tester:assert(ok, name .. ' = 5, ' .. tostring(message))
end

function suite.every_name_may_be_the_programs()
  for _, action in ipairs(actions) do
    for _, name in ipairs(names) do
      with_global(name, function()
        local ok, message = pcall(action[2])
        if not ok then _G.error(action[1] .. ': ' .. tostring(message)) end
      end)
    end
  end
end

-- Classes and parts of packages that are loaded only now.
function suite.what_is_loaded_later()
  local saved = {}
  for _, name in ipairs(names) do saved[name] = rawget(_G, name) end
  for name in next, saved do rawset(_G, name, 5) end
  local ok, message = pcall(function()
    nn.SpatialConvolution(1, 1, 3, 3):forward(torch.ones(1, 4, 4))
    nn.VolumetricMaxPooling(2, 2, 2):forward(torch.ones(1, 2, 2, 2))
    nn.WeightNorm(nn.Linear(2, 2)):forward(torch.ones(2))
    tostring(nn.SpatialFullConvolution.__init)
    torch.CmdLine():option('-x', 1, 'a number')
    torch.Timer():time()
  end)
  for name, value in next, saved do rawset(_G, name, value) end
  tester:assert(ok, tostring(message))
end

-- Every function of every file: none looks at the globals first.
function suite.all_files_have_the_environment()
  local env = require 'torch.globals'
  local root = debug.getinfo(torch.class, 'S').source:match('^@(.*)torch/class%.lua$')
  -- What is loaded before the environment is there, and the loops that apply.lua makes from texts.
  local by_hand = {['torch/globals.lua'] = true, ['torch/own_files.lua'] = true, ['torch/pairs.lua'] = true,
                   ['torch/apply.lua'] = true, ['torch/require.lua'] = true, ['torch/searchpath.lua'] = true}
  local wrong = {}
  for package_name in pairs(require('torch.own_files').packages) do
    local folder = root .. package_name
    for name in paths.iterfiles(folder) do
      local module = package_name .. '/' .. name
      if name:find('%.lua$') and not by_hand[module] then
        local text = io.open(folder .. '/' .. name):read('*a')
        local loads_itself = text:find("setfenv(1, require 'torch.globals')", 1, true)
        tester:eq(loads_itself ~= nil, name == 'init.lua', module)
      end
    end
  end
  local seen, registry = {}, debug.getregistry()
  local function visit(value)
    if type(value) == 'function' and not seen[value] then
      seen[value] = true
      local info = debug.getinfo(value, 'S')
      local module = info.source:sub(1, #root + 1) == '@' .. root and info.source:sub(#root + 2)
      if module and not by_hand[module] and debug.getfenv(value) ~= env then
        wrong[module .. ':' .. info.linedefined] = true
      end
      for i = 1, 200 do
        local name, upvalue = debug.getupvalue(value, i)
        if not name then break end
        visit(upvalue)
      end
    elseif type(value) == 'table' and not seen[value] then
      seen[value] = true
      for k, v in next, value do
        visit(k)
        visit(v)
      end
      visit(debug.getmetatable(value))
    end
  end
  pairs(nn) -- loads all of it
  visit(registry)
  tester:eq(wrong, {})
end

tester:add(suite):run()
os.remove(file)
