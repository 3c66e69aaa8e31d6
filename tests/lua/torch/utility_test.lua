-- SPDX-License-Identifier: BSD-3-Clause
-- The small functions of the torch table that need no tensor.

local torch = require 'torch'

local tester = torch.Tester()
local suite = torch.TestSuite()

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'

local function with_file(name, text, action)
  local path = os.tmpname()
  os.remove(path)
  assert(os.execute('mkdir -p ' .. path))
  local file = assert(io.open(path .. '/' .. name, 'w'))
  file:write(text)
  file:close()
  local ok, err = pcall(action, path, path .. '/' .. name)
  os.remove(path .. '/' .. name)
  os.remove(path)
  if not ok then error(err, 0) end
end

function suite.isTensor_and_isStorage()
  local class = torch.class('torch.TestOnlyTensor', {})
  tester:eq(torch.isTensor(torch.factory(class.__typename)()), true)
  tester:eq(torch.isStorage(torch.factory(class.__typename)()), false)
  torch.class('torch.TestOnlyStorage', {})
  tester:eq(torch.isStorage(torch.factory('torch.TestOnlyStorage')()), true)
  for _, value in ipairs {1, 'torch.FloatTensor', {}, torch.Timer()} do
    tester:eq(torch.isTensor(value), false)
    tester:eq(torch.isStorage(value), false)
  end
  tester:eq(torch.isTensor(nil), false)
end

function suite.totable()
  torch.class('torch.TestOnlyListTensor', {})
  local list = torch.factory('torch.TestOnlyListTensor')()
  function list.totable() return {1, 2} end
  tester:eq(torch.totable(list), {1, 2})
  tester:assertErrorPattern(function() torch.totable({}) end,
    'torch%.totable: tensor or storage expected, got table')
end

function suite.isequal()
  local one, other = {}, {}
  tester:eq(torch.isequal(one, one), true)
  tester:eq(torch.isequal(one, other), false)
  tester:eq(torch.isequal(one, newproxy()), false)
  tester:eq(torch.isequal(1, 1), false)
  tester:eq(torch.isequal(nil, nil), false)
  local object = newproxy()
  tester:eq(torch.isequal(object, object), true)
end

function suite.environments()
  local f = function() return some_name end -- luacheck: ignore 113
  tester:assert(torch.getenv(f) == _G)
  torch.setenv(f, {some_name = 5})
  tester:eq(f(), 5)
  tester:eq(torch.getenv(f), {some_name = 5})
  local object = newproxy()
  local environment = {}
  torch.setenv(object, environment)
  tester:assert(torch.getenv(object) == environment)
  tester:assertErrorPattern(function() torch.getenv({}) end,
    'torch%.getenv: function or userdata expected, got table')
  tester:assertErrorPattern(function() torch.setenv(f, 3) end,
    'torch%.setenv: table expected, got number')
end

function suite.packageLuaPath()
  local saved = package.path
  with_file('some_package.lua', '', function(path)
    package.path = path .. '/?.lua;' .. saved
    tester:eq(torch.packageLuaPath('some_package'), path)
  end)
  package.path = saved
  tester:eq(torch.packageLuaPath('no_such_package'), nil)
  local torch_folder = debug.getinfo(torch.class, 'S').source:match('^@(.*)[/\\]')
  tester:eq(torch.packageLuaPath('torch.class'), torch_folder)
end

function suite.torch_include()
  local saved = package.path
  with_file('some_package.lua', 'return "included"', function(path)
    package.path = path .. '/?.lua;' .. saved
    tester:eq(torch.include('some_package', 'some_package.lua'), 'included')
  end)
  package.path = saved
  tester:assertErrorPattern(function() torch.include('no_such_package', 'x.lua') end,
    'torch%.include: no package no_such_package in ')
end

function suite.include()
  local include = rawget(_G, 'include')
  with_file('included.lua', 'return "from its folder", ...', function(path)
    local chunk = loadstring('local x = include("included.lua") return x', '@' .. path .. '/main.lua')
    tester:eq(chunk(), 'from its folder')
    tester:eq(include(path .. '/included.lua'), 'from its folder')
    -- one caller further out: this test's own folder, which has no such file
    local outer = loadstring('local x = include("included.lua", 1) return x', '@' .. path .. '/main.lua')
    local ok, err = pcall(function() local value = outer() return value end)
    tester:eq(ok, false)
    tester:assert(err:find(folder .. '/included.lua', 1, true) ~= nil, err)
  end)
end

function suite.isatty()
  local file = assert(io.tmpfile())
  tester:eq(torch.isatty(file), false)
  file:close()
  tester:assertErrorPattern(function() torch.isatty(file) end,
    'torch%.isatty: open file expected, got closed file')
  tester:assertErrorPattern(function() torch.isatty(1) end,
    'torch%.isatty: open file expected, got number')
end

function suite.names_of_other_lua_versions()
  tester:eq({table.unpack({1, 2})}, {1, 2}) -- luacheck: ignore 143
  tester:assert(string.gfind == string.gmatch) -- luacheck: ignore 143
end

function suite.heap_tracking_is_noted()
  tester:eq(torch._heaptracking, true)
  torch.setheaptracking(false)
  tester:eq(torch._heaptracking, false)
  torch.setheaptracking(true)
end

tester:add(suite):run()
