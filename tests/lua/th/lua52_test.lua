-- SPDX-License-Identifier: BSD-3-Clause
-- The rules of Lua 5.2 that Torch7's LuaJIT followed hold in th; C modules find Lua's functions in it.

local torch = require 'torch'
local nn = require 'nn'

local tests, tester = torch.TestSuite(), torch.Tester()

function tests.length_of_objects()
  local net = nn.Sequential():add(nn.ReLU()):add(nn.ReLU())
  tester:eq(#net, 2)
  tester:eq(#setmetatable({1}, {__len = function() return 7 end}), 7)
  local count = 0
  for _ = 1, 1000 do count = count + #net end  -- compiled
  tester:eq(count, 2000)
end

function tests.pairs()
  local keys = {}
  local walked = setmetatable({}, {__pairs = function() return next, {a = 1, b = 2} end})
  for key, value in pairs(walked) do keys[key] = value end
  tester:eq(keys, {a = 1, b = 2})
end

function tests.calls_over_two_lines()
  local f = assert(loadstring('local function f(x) return x * 2 end\nlocal y = f\n(3)\nreturn y'))
  tester:eq(f(), 6)
  local outcome = assert(loadstring('for i = 1, 3 do if i == 2 then goto on end break ::on:: end return 1'))()
  tester:eq(outcome, 1)
end

function tests.standard_library()
  tester:eq({io.popen('exit 3'):close()}, {[2] = 'exit', [3] = 3})
  local ok, how, status = os.execute('true')
  tester:eq({ok, how, status}, {true, 'exit', 0})
  tester:eq(('ab'):rep(3, '-'), 'ab-ab-ab')
  tester:eq(table.pack(1, nil, 3).n, 3) -- luacheck: ignore
  tester:eq(load('return x', 'chunk', 't', {x = 4})(), 4)
  local _, main = coroutine.running()
  tester:eq(main, true)
end

-- The JIT works, and its own modules are those of this LuaJIT.
function tests.jit()
  tester:eq((jit.status()), true)
  for _, name in ipairs {'bc', 'dump', 'p', 'v', 'vmdef'} do
    tester:assert(package.searchpath('jit.' .. name, package.path):find('/lib/tocha/jit/') ~= nil, name)
    tester:assertNoError(function() require('jit.' .. name) end)
  end
  local sum = 0
  for i = 1, 1e5 do sum = sum + i % 3 end
  tester:assert(require('jit.util').traceinfo(1) ~= nil, 'nothing was compiled')
end

function tests.c_modules()
  package.cpath = os.getenv('LUA_MODULES') .. '/?.so;' .. package.cpath
  local module = require 'test_lua_module'
  tester:eq(module.length({1, 2, 3}), 3)
end

tester:add(tests)
tester:run()
