-- SPDX-License-Identifier: BSD-3-Clause
-- C functions in files. Only Lua functions have bytecode that can be written, but the method of a class
-- can be found again by its name: a Lua function that does so is written in its place. An object whose
-- methods a script has replaced by closures around the old ones
-- (`local old = m.updateOutput; m.updateOutput = function(self, x) ... old(self, x) ... end`) can
-- so be cloned and saved, whether the class is written in Lua or in C.

local class_named = require('torch.class_names').class_named

local forms = setmetatable({}, {__mode = 'k'})

local function make(f)
  for owner, class in pairs(class_named) do
    for name, value in next, class do
      if value == f and type(name) == 'string' then
        return function(...) return require('torch').getmetatable(owner)[name](...) end
      end
    end
  end
end

-- The function to write for `f`: itself unless it is a class's method in C.
return function(f)
  if debug.getinfo(f, 'S').what ~= 'C' then return f end
  forms[f] = forms[f] or make(f)
  return forms[f] or f
end
