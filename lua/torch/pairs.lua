-- SPDX-License-Identifier: BSD-3-Clause
-- Lua 5.2's metamethod `__pairs`, for a Lua whose `pairs` does not know it: a table that is filled
-- while it is used can then still be walked from end to end.

local honoured = false
pairs(setmetatable({}, {__pairs = function()
  honoured = true
  return next, {}, nil
end}))
if honoured then return end

local plain, getmetatable, type, rawget, error = pairs, getmetatable, type, rawget, error

rawset(_G, 'pairs', function(object)
  local meta = getmetatable(object)
  local walk = type(meta) == 'table' and rawget(meta, '__pairs')
  if walk then return walk(object) end
  local kind = type(object)
  if kind ~= 'table' and kind ~= 'cdata' then -- cdata may have a __pairs, which LuaJIT knows
    error("bad argument #1 to 'pairs' (table expected, got " .. kind .. ')', 2)
  end
  return plain(object)
end)
