-- SPDX-License-Identifier: BSD-3-Clause
-- t:apply(f), t:map(u, f), t:map2(u, v, f): a Lua function over all elements, in row-major order.
--
-- Elements are reached through the storage's s[i], which the JIT compiles to a checked load or store:
-- so the function may do what it likes to the tensors meanwhile, and all types, layouts and devices
-- are served by the same loop. A tensor with gaps brings a list of its elements' positions.

local torch = require 'torch.env'
local engine = require 'tocha'
local types = require 'torch.types'
local fail = require('torch.error').fail

-- The storage, the position before the first element, and the list of positions or nil.
local function places(t)
  if t:isContiguous() then return t:storage(), t:storageOffset() - 1 end
  return t:storage(), 0, engine.positions(t)
end

local function check(where, t, f, ...)
  for _, other in ipairs {...} do
    if not torch.isTensor(other) then fail(where, 'tensor expected, got ', torch.type(other)) end
    if other:nElement() ~= t:nElement() then
      fail(where, t:nElement(), ' and ', other:nElement(), ' elements do not match')
    end
  end
  if type(f) ~= 'function' and type(f) ~= 'table' and type(f) ~= 'cdata' then
    fail(where, 'function expected, got ', torch.type(f))
  end
end

-- t:apply(f): calls f(x) for each element; a number that it returns becomes the element.
types.method('apply', function(t, f)
  check('torch.apply', t, f)
  local n = t:nElement()
  if n == 0 then return t end
  local s, first, list = places(t)
  for i = 1, n do
    local at = list and list[i] or first + i
    local value = f(s[at])
    if value then s[at] = value end
  end
  return t
end)

-- t:map(u, f): the same with f(x, y), y from `u`, which has as many elements as t.
types.method('map', function(t, u, f)
  check('torch.map', t, f, u)
  local n = t:nElement()
  if n == 0 then return t end
  local s, first, list = places(t)
  local su, first_u, list_u = places(u)
  for i = 1, n do
    local at = list and list[i] or first + i
    local value = f(s[at], su[list_u and list_u[i] or first_u + i])
    if value then s[at] = value end
  end
  return t
end)

-- t:map2(u, v, f): the same with f(x, y, z).
types.method('map2', function(t, u, v, f)
  check('torch.map2', t, f, u, v)
  local n = t:nElement()
  if n == 0 then return t end
  local s, first, list = places(t)
  local su, first_u, list_u = places(u)
  local sv, first_v, list_v = places(v)
  for i = 1, n do
    local at = list and list[i] or first + i
    local value = f(s[at], su[list_u and list_u[i] or first_u + i],
                    sv[list_v and list_v[i] or first_v + i])
    if value then s[at] = value end
  end
  return t
end)

return torch
