-- SPDX-License-Identifier: BSD-3-Clause
-- What tests of all packages share.

local torch = require 'torch'

local checks = {}

--- The names of all types of tensors.
checks.types = {'Byte', 'Char', 'Short', 'Int', 'Long', 'Half', 'BFloat16', 'Float', 'Double'}

--- A tensor of these sizes with the elements 1, 2, ...
function checks.counted(...)
  local t, i = torch.Tensor(...), 0
  return t:apply(function() i = i + 1 return i end)
end

--- The text of the error that f(...) raises, without the position in front; nil where it raises none.
function checks.error_of(f, ...)
  local ok, err = pcall(f, ...)
  if ok then return nil end
  return (tostring(err):gsub('^[^:]*:%d+: ', ''))
end

--- A function that checks that f(...) raises an error that matches a pattern.
function checks.fails(tester)
  return function(pattern, f, ...)
    local arguments = {...}
    tester:assertErrorPattern(function() f(unpack(arguments)) end, pattern)
  end
end

--- A function that checks that a text has `part` in it.
function checks.has(tester)
  return function(text, part)
    tester:assert(tostring(text):find(part, 1, true) ~= nil, ("'%s' should be in:\n%s"):format(part, text))
  end
end

--- A function that checks that f(...) raises an error with `text` in it.
function checks.message(tester)
  local has = checks.has(tester)
  return function(text, f, ...)
    local ok, err = pcall(f, ...)
    has(not ok and err, text)
  end
end

--- The elements of a tensor, in order.
function checks.elements(t)
  local list = {}
  if t:nElement() == 0 then return list end
  t = t:contiguous():view(-1)
  for i = 1, t:nElement() do list[i] = t[i] end
  return list
end

--- All bytes of a file.
function checks.contents(name)
  local file = assert(io.open(name, 'rb'))
  local text = file:read('*a')
  file:close()
  return text
end

--- Calls action(name) with the name of an empty file, which is gone afterwards.
function checks.with_name(action)
  local name = os.tmpname()
  local ok, err = pcall(action, name)
  os.remove(name)
  if not ok then error(err, 0) end
end

return checks
