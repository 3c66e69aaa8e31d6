-- SPDX-License-Identifier: BSD-3-Clause
-- Modules and tables that are nested deeply or contain themselves: every walk through them ends, with a
-- result or with an error that says what is wrong. tests/c/runtime_test.cpp runs this on a small stack.

local torch = require 'torch'
require 'nn'
require 'nngraph'

torch.manualSeed(1)

local tester = torch.Tester()
local suite = torch.TestSuite()

local x = torch.ones(2)

local function make(class)
  if class == nn.Decorator or class == nn.Bottle then return class(nn.Identity()) end
  return class()
end

local function nested(class, levels)
  local module = nn.Identity()
  for _ = 1, levels do
    local outer = make(class)
    outer.modules = {module}
    module = outer
  end
  return module
end

local function containing_itself(class)
  local module = make(class)
  module.modules = {module}
  return module
end

local function forward(m) m:forward(x) end

-- Every walk: what is called, on a module.
local walks = {
  forward = forward,
  updateGradInput = function(m) m:updateGradInput(x, x) end,
  backward = function(m) m:backward(x, x) end,
  accGradParameters = function(m) m:accGradParameters(x, x, 1) end,
  parameters = function(m) m:parameters() end,
  getParameters = function(m) m:getParameters() end,
  zeroGradParameters = function(m) m:zeroGradParameters() end,
  updateParameters = function(m) m:updateParameters(1) end,
  training = function(m) m:training() end,
  evaluate = function(m) m:evaluate() end,
  reset = function(m) m:reset() end,
  share = function(m) m:share(m, 'weight') end,
  clearState = function(m) m:clearState() end,
  apply = function(m) m:apply(function() end) end,
  replace = function(m) m:replace(function(module) return module end) end,
  listModules = function(m) m:listModules() end,
  findModules = function(m) m:findModules('nn.Identity') end,
  float = function(m) m:float():double() end,
  cloneAndShare = function(m) m:clone('weight') end,
}

for name, walk in pairs(walks) do
  suite['deep: ' .. name] = function()
    for class, levels in pairs {[nn.Sequential] = 700, [nn.Decorator] = 50} do
      local deep = nested(class, levels)
      if name:find('[gG]rad') or name == 'backward' then deep:forward(x) end
      walk(deep)
    end
    local ok, err = pcall(walk, nested(nn.Sequential, 6000))
    tester:assert(not ok and err:find('nested too deeply', 1, true) ~= nil, err)
    tester:assert(ok or #err < 200, err)
  end

  suite['itself: ' .. name] = function()
    for _, class in ipairs {nn.Sequential, nn.Decorator, nn.Bottle} do
      local ok, err = pcall(walk, containing_itself(class))
      tester:assert(not ok and err:find('contains itself', 1, true) ~= nil, err)
      tester:assert(ok or err:find('^[^:]*depth_test.lua:%d+: nn%.%a+[^:]*: contains itself$') ~= nil, err)
    end
    -- Through another container, and behind a first child.
    local a, b = nn.Sequential(), nn.Sequential()
    a.modules, b.modules = {nn.Identity(), b}, {a}
    local ok, err = pcall(walk, nn.Sequential():add(nn.Identity()):add(a))
    tester:assert(not ok and err:find('contains itself', 1, true) ~= nil, err)
  end
end

suite['errors of a walk leave nothing behind'] = function()
  local net = nested(nn.Sequential, 1000)
  for _ = 1, 5 do
    pcall(net.apply, net, function(m) if torch.type(m) == 'nn.Identity' then error('enough') end end)
  end
  local shallow, calls = nested(nn.Sequential, 20), 0
  shallow:apply(function() calls = calls + 1 end)
  tester:eq(calls, 21)
  net:parameters()
end

suite['a walk within a walk'] = function()
  local net, count = nested(nn.Sequential, 30), 0
  net:apply(function(m) m:apply(function() count = count + 1 end) end)
  tester:eq(count, 31 * 32 / 2)
end

suite['few modules that stand in many places'] = function()
  local m = nn.Identity()
  for _ = 1, 64 do
    local outer = nn.ConcatTable()
    outer.modules = {m, m}
    m = outer
  end
  for _, name in ipairs {'apply', 'training', 'parameters'} do
    local ok, err = pcall(walks[name], m)
    tester:assert(not ok and err:find('more than 1048576 modules and tables', 1, true) ~= nil, err)
  end
  tester:assert(#tostring(m) < 1e7)
end

suite['clones and files keep what contains itself'] = function()
  local m = containing_itself(nn.Sequential)
  local copy = m:clone()
  tester:assert(copy ~= m and copy.modules[1] == copy)
  local t = {1}
  t.t, t.list = t, {t}
  m.field = t
  for _, mode in ipairs {'binary', 'ascii'} do
    local back = torch.deserialize(torch.serialize(m, mode), mode)
    tester:assert(back.modules[1] == back and back.field.t == back.field and back.field.list[1] == back.field)
  end
  local deep = torch.deserialize(torch.serialize(nested(nn.Sequential, 5000)))
  for _ = 1, 5000 do deep = deep.modules[1] end
  tester:eq(torch.type(deep), 'nn.Identity')
  local tables = 1
  for _ = 1, 29000 do tables = {tables} end
  tables = torch.deserialize(torch.serialize(tables))
  for _ = 1, 29000 do tables = tables[1] end
  tester:eq(tables, 1)
end

suite['print shows what contains itself once'] = function()
  local m = nn.Sequential():add(nn.Linear(2, 3))
  m.modules[2] = m
  tester:eq(tostring(m), 'nn.Sequential {\n  [input -> (1) -> (2) -> output]\n  (1): nn.Linear(2 -> 3)\n' ..
                         '  (2): nn.Sequential {...}\n}')
  tester:eq(tostring(containing_itself(nn.ConcatTable)),
            'nn.ConcatTable {\n  input\n     `-> (1): nn.ConcatTable {...}\n     ... -> output\n}')
  tester:eq(tostring(containing_itself(nn.Decorator)), 'nn.Decorator @ nn.Decorator {...}')
  local hundred = nested(nn.Sequential, 100)
  tester:assert(tostring(hundred):find(('  '):rep(100) .. '(1): nn.Identity', 1, true) ~= nil)
  tester:assert(tostring(nested(nn.Sequential, 3000)):find('nn.Sequential {...}', 1, true) ~= nil)
  -- An error in a text leaves nothing behind.
  local class = torch.class('depth_test.NoText', 'nn.Module', {})
  class.__tostring__ = function() error('no text') end
  local net = nn.Sequential():add(setmetatable({}, class))
  tester:assertErrorPattern(function() tostring(net) end, 'no text')
  net.modules[1] = nn.Identity()
  tester:assert(tostring(net):find('(1): nn.Identity', 1, true) ~= nil)
end

suite['nested tables'] = function()
  local t = {}
  t[1] = t
  local deep = x
  for _ = 1, 20000 do deep = {deep} end
  for _, name in ipairs {'recursiveFill', 'recursiveAdd', 'recursiveCopy', 'recursiveResizeAs'} do
    local f = nn.utils[name]
    local ok, err = pcall(f, name == 'recursiveFill' and t or {}, t)
    tester:assert(not ok and err:find('nn.utils.' .. name .. ': contains itself', 1, true) ~= nil, err)
    ok, err = pcall(f, name == 'recursiveFill' and deep or {}, deep)
    tester:assert(not ok and err:find('nested too deeply', 1, true) ~= nil, err)
  end
  local ok, err = pcall(nn.utils.recursiveType, t, 'torch.FloatTensor')
  tester:assert(not ok and err:find('nn.utils.recursiveType: contains itself', 1, true) ~= nil, err)
  local m = nn.Identity()
  m.buffer = t
  ok, err = pcall(m.float, m)
  tester:assert(not ok and err:find('contains itself', 1, true) ~= nil, err)
  for _, layer in ipairs {nn.FlattenTable(), nn.ZeroGrad(), nn.SelectTable(1)} do
    for _, input in ipairs {t, deep} do
      ok, err = pcall(function() layer:backward(input, layer:forward(input)) end)
      local torch_type = torch.type(layer)
      tester:assert(ok or err:find(torch_type, 1, true) ~= nil or err:find('stack overflow', 1, true) ~= nil,
                    torch_type .. ' ' .. tostring(err):sub(1, 300))
    end
  end
end

suite['criterions, graphs and mapped modules'] = function()
  local criterion = nn.MultiCriterion()
  criterion.criterions[1], criterion.weights = criterion, torch.DoubleStorage {1}
  local ok, err = pcall(criterion.forward, criterion, x, x)
  tester:assert(not ok and #err < 300, err)
  local map = nn.MapTable(nn.Identity())
  map.module = map
  ok, err = pcall(map.forward, map, {x, x})
  tester:assert(not ok and err:find('nn.MapTable: contains itself', 1, true) ~= nil, err)
  ok, err = pcall(map.zeroGradParameters, map)
  tester:assert(not ok and err:find('contains itself', 1, true) ~= nil, err)
  local input = nn.Identity()()
  local graph = nn.gModule({input}, {nn.Sequential()(input)})
  graph.modules[2].modules = {graph}
  for _, name in ipairs {'forward', 'apply', 'parameters', 'replace', 'training', 'float', 'clearState'} do
    ok, err = pcall(walks[name], graph)
    tester:assert(not ok and err:find('contains itself', 1, true) ~= nil, err)
  end
end

tester:add(suite)
tester:run()
