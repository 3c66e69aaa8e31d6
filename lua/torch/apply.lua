-- SPDX-License-Identifier: BSD-3-Clause
-- t:apply(f), t:map(u, f), t:map2(u, v, f): a Lua function over all elements, in row-major order.
--
-- Elements are reached through the storage's s[i], which the JIT compiles to a checked load or store:
-- so the function may do what it likes to the tensors meanwhile, and all types, layouts and devices
-- are served by the same loop. A tensor with gaps brings a list of its elements' positions.
--
-- The JIT specialises a loop to the first function that it calls, and the next function would pay
-- for leaving that trace at every element. So each function (each place in a program, to be exact:
-- closures are made anew) gets a loop of its own once it is used on many elements.

local torch = require 'torch.env'
local engine = require 'tocha'
local types = require 'torch.types'
local fail = require('torch.error').fail

-- The storage, the position before the first element, and the list of positions or nil.
local function places(t)
  if t:isContiguous() then return t:storage(), t:storageOffset() - 1 end
  return t:storage(), 0, engine.positions(t)
end

-- The loops count as part of this file, so that an error in one blames the user's line.
local own_source = debug.getinfo(1, 'S').source

-- The loop's text for so many tensors.
local function loop_text(tensors)
  local parameters, arguments = {}, {}
  for k = 1, tensors do
    parameters[k] = (', s%d, first%d, list%d'):format(k, k, k)
    arguments[k] = k == 1 and 's1[at]' or ('s%d[list%d and list%d[i] or first%d + i]'):format(k, k, k, k)
  end
  return ([[return function(f, n%s)
    for i = 1, n do
      local at = list1 and list1[i] or first1 + i
      local value = f(%s)
      if value then s1[at] = value end
    end
  end]]):format(table.concat(parameters), table.concat(arguments, ', '))
end

local texts = {loop_text(1), loop_text(2), loop_text(3)}
local shared = {}
for k, text in ipairs(texts) do shared[k] = loadstring(text, own_source)() end

local kMany = 4096   -- elements from which a loop of its own pays
local kRenewals = 4  -- closures after which the JIT specialises to what they have in common

-- By number of tensors and place: {loop, times renewed}; and which of them was made for a function.
local own = {{}, {}, {}}
local made_for = setmetatable({}, {__mode = 'k'})

local function loop_for(tensors, f, n)
  if n < kMany or type(f) ~= 'function' then return shared[tensors] end
  local info = debug.getinfo(f, 'S')
  if info.what == 'C' then return shared[tensors] end
  local place = info.short_src .. ':' .. info.linedefined
  local entry = own[tensors][place]
  if not entry then
    entry = {renewed = 0}
    own[tensors][place] = entry
  end
  if made_for[f] ~= entry and entry.renewed < kRenewals then
    entry.loop = loadstring(texts[tensors], own_source)()
    entry.renewed = entry.renewed + 1
    made_for[f] = entry
  end
  return entry.loop
end

local function check(where, f)
  if type(f) ~= 'function' and type(f) ~= 'table' and type(f) ~= 'cdata' then
    fail(where, 'function expected, got ', torch.type(f))
  end
end

-- `other` with as many elements as t.
local function fitted(where, t, other)
  if not torch.isTensor(other) then fail(where, 'tensor expected, got ', torch.type(other)) end
  if other:nElement() == t:nElement() then return other end
  local broadcasts, wide = pcall(other.expandAs, other, t)
  if broadcasts then return wide end
  fail(where, t:nElement(), ' and ', other:nElement(), ' elements do not match')
end

-- Positions of an expanded tensor share elements: there the function may look only.
local function careful(where, t, f)
  if t:isContiguous() then return f end
  for d = 1, t:dim() do
    if t:stride(d) == 0 and t:size(d) > 1 then
      return function(...)
        if f(...) then fail(where, 'elements of an expanded tensor cannot be set; clone it first') end
      end
    end
  end
  return f
end

-- t:apply(f): calls f(x) for each element; a number that it returns becomes the element.
types.method('apply', function(t, f)
  check('torch.apply', f)
  local n = t:nElement()
  f = careful('torch.apply', t, f)
  if n > 0 then loop_for(1, f, n)(f, n, places(t)) end
  return t
end)

-- t:map(u, f): the same with f(x, y), y from `u`, which has as many elements as t or broadcasts.
types.method('map', function(t, u, f)
  check('torch.map', f)
  u = fitted('torch.map', t, u)
  local n = t:nElement()
  if n == 0 then return t end
  local s, first, list = places(t)
  f = careful('torch.map', t, f)
  loop_for(2, f, n)(f, n, s, first, list, places(u))
  return t
end)

-- t:map2(u, v, f): the same with f(x, y, z).
types.method('map2', function(t, u, v, f)
  check('torch.map2', f)
  u, v = fitted('torch.map2', t, u), fitted('torch.map2', t, v)
  local n = t:nElement()
  if n == 0 then return t end
  local s, first, list = places(t)
  local su, first_u, list_u = places(u)
  f = careful('torch.map2', t, f)
  loop_for(3, f, n)(f, n, s, first, list, su, first_u, list_u, places(v))
  return t
end)

return torch
