-- SPDX-License-Identifier: BSD-3-Clause
-- need(where, what, value, kind): an argument as it must be: returns the value, or fails with
-- "<where>: <what> must be a <kind>, got ...". `where` is an object, for the name of its class, or a
-- text; `kind` a type of Lua, 'tensor', 'module' or 'criterion'. Options of programs may be texts: those
-- that are numbers are returned as numbers.

local fail = require('torch.error').fail
local refuse_class = require 'torch.refuse_class'

local function is_module(value)
  return type(value) == 'table' and value.updateOutput ~= nil
end

local tests = {tensor = torch.isTensor, module = is_module, criterion = is_module}

return function(where, what, value, kind)
  if type(value) == kind then return value end
  local number = kind == 'number' and tonumber(value)
  if number then return number end
  where = type(where) == 'string' and where or torch.type(where)
  if tests[kind] == is_module then refuse_class(where, value, kind) end
  if tests[kind] and tests[kind](value) then return value end
  fail(where, what, ' must be a ', kind, ', got ',
       torch.type(value))
end
