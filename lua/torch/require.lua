-- SPDX-License-Identifier: BSD-3-Clause
-- Lua 5.1's `require` marks a module before it runs it, and the mark stays when the module fails (no
-- memory, an interruption): each later `require` then complains of a loop. Here a mark counts only
-- while the module runs; one that failed is loaded again when it is next asked for, as in Lua 5.2.

-- `plain` is Lua's own function, which is the one that stands in the stack.
local M = {plain = require}

local plain, loaded, type, debug = require, package.loaded, type, debug
local getinfo, getlocal = debug.getinfo, debug.getlocal

-- What `require` marks with; nil where it marks nothing.
local mark
local probe = 'torch.require.probe'
package.preload[probe] = function() mark = loaded[probe] end
plain(probe)
package.preload[probe], loaded[probe] = nil, nil

-- The innermost running `require`: the name of its module and its level, from a level on.
local function running(level)
  local info = getinfo(level, 'f')
  while info do
    if info.func == plain then
      local _, name = getlocal(level, 1)
      return name, level
    end
    level = level + 1
    info = getinfo(level, 'f')
  end
end

local function runs(name)
  local found, level = running(3)
  while found and found ~= name do found, level = running(level + 1) end
  return found ~= nil
end

--- loading(name): whether the module of that name is being loaded, further up in the calls.
function M.loading(name)
  return mark ~= nil and loaded[name] == mark and runs(name)
end

local failures = {}  -- by module

--- current(): the name of the module that is being loaded, the innermost, and how often its loading
--- failed before; nil if there is none.
function M.current()
  local name = running(3)
  return name, failures[name or ''] or 0
end

if mark ~= nil then
  function _G.require(name)
    if type(name) == 'string' and loaded[name] == mark and not runs(name) then
      loaded[name] = nil
      failures[name] = (failures[name] or 0) + 1
    end
    return plain(name)
  end
end

return M
