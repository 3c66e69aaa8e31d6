-- SPDX-License-Identifier: BSD-3-Clause
-- In which order the fields of a table are written to a file.
--
-- Lua's own order changes from run to run, so equal tables would give unequal files. Ours: numbers
-- from the lowest, then strings by their bytes, false, true, then the rest as it comes. A table
-- that was read from a file in another order is written in that one, so that what is read and
-- written again is the same byte for byte.

local M = {}

-- Tables -> lists of keys. Keys that are tables themselves are not kept in these lists: they could
-- keep the table alive.
local remembered = setmetatable({}, {__mode = 'k'})

local rank = {number = 1, string = 2, boolean = 3}

-- Whether our order puts `a` before `b`; false for keys that it does not order.
local function before(a, b)
  local rank_a, rank_b = rank[type(a)], rank[type(b)]
  if not rank_a or not rank_b then return false end
  if rank_a ~= rank_b then return rank_a < rank_b end
  if rank_a == 3 then return b and not a end
  return a < b
end
M.before = before

-- Appends the keys that are not in `seen` to `list`, in our order; returns the new length.
local function append_sorted(object, list, n, seen)
  local ordered, others = {}, {}
  local length = #object
  local in_array = 0
  for key in next, object do
    if not (seen and seen[key]) then
      if not seen and type(key) == 'number' and key >= 1 and key <= length and key % 1 == 0 then
        in_array = in_array + 1
      elseif rank[type(key)] then
        ordered[#ordered + 1] = key
      else
        others[#others + 1] = key
      end
    end
  end
  table.sort(ordered, before)
  local at = 1
  local function add(key)
    n = n + 1
    list[n] = key
  end
  if in_array > 0 then
    for key = 1, length do
      if rawget(object, key) ~= nil then
        -- Keys outside the array part may come between: fractions, zero, negative numbers.
        while ordered[at] ~= nil and before(ordered[at], key) do
          add(ordered[at])
          at = at + 1
        end
        add(key)
      end
    end
  end
  for i = at, #ordered do add(ordered[i]) end
  for i = 1, #others do add(others[i]) end
  return n
end

-- LuaJIT 2.1 of Debian 12 compiles the loop over `next` above so that it now and then sees no keys,
-- once in a thousand objects of a hot program: an object without its fields in the file.
if jit then jit.off(append_sorted) end

-- The keys of a table in the order for files, and their number.
function M.keys(object)
  local keys = remembered[object]
  if not keys then
    local list = {}
    return list, append_sorted(object, list, 0)
  end
  local list, n, seen = {}, 0, {}
  for i = 1, #keys do
    local key = keys[i]
    if not seen[key] and rawget(object, key) ~= nil then
      n = n + 1
      list[n] = key
      seen[key] = true
    end
  end
  return list, append_sorted(object, list, n, seen)
end

-- Remembers the order in which the keys of `object` came from a file.
function M.remember(object, keys)
  for i = 1, #keys do
    if not rank[type(keys[i])] then return end
  end
  remembered[object] = keys
end

-- `to` has taken over the fields of `from`, and their order.
function M.move(from, to)
  remembered[to] = remembered[from]
end

return M
