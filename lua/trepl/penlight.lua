-- SPDX-License-Identifier: BSD-3-Clause
-- Torch7's th brought Penlight, where it was installed, and programs use its modules as globals:
-- path.join, stringx.strip, ... Here Penlight is loaded when a script reads a global that does not
-- exist and has the name of one of its modules.

local searchpath = require 'torch.searchpath'
local metatable = getmetatable(_G) or {}
local before = metatable.__index
local absent = {}  -- names that are no module: asked for once

metatable.__index = function(globals, name)
  if type(name) == 'string' and not absent[name] then
    if searchpath('pl.' .. name, package.path) then
      metatable.__index = before
      require 'pl'  -- looks after the globals from now on
      return globals[name]
    end
    absent[name] = true
  end
  if type(before) == 'function' then return before(globals, name) end
  return before and before[name]
end

setmetatable(_G, metatable)
