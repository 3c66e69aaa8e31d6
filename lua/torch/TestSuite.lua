-- SPDX-License-Identifier: BSD-3-Clause
-- torch.TestSuite(): a table of tests for torch.Tester. Unlike a plain table it refuses a second
-- test of the same name, which would silently replace the first, and it remembers the order.

local torch = require 'torch.env'
local fail = require('torch.error').fail

local metatable = {}

function metatable.__index(suite, name)
  return rawget(suite, '__tests')[name]
end

function metatable.__newindex(suite, name, test)
  local where = 'torch.TestSuite'
  if suite.__tests[name] ~= nil then fail(where, 'Test ', name, ' is already defined.') end
  if type(test) == 'table' then fail(where, 'Nested tables of tests are not supported') end
  if type(test) ~= 'function' then
    fail(where, name, ' must be a function, not a ', torch.type(test))
  end
  suite.__tests[name] = test
  table.insert(suite.__order, name)
end

function torch.TestSuite()
  return setmetatable({__tests = {}, __order = {}, __isTestSuite = true}, metatable)
end

return torch.TestSuite
