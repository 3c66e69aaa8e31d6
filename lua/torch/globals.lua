-- SPDX-License-Identifier: BSD-3-Clause
-- The environment of the package files: Lua's own names as they were when torch was loaded. A program
-- may call a global variable `table` or `type` (at the prompt every variable is one), and files that are
-- loaded later, when a class is first used, must not see it. Other names are looked up among the globals
-- and set there.
--
-- The first file of each package begins with `setfenv(1, require 'torch.globals')`; the others get
-- the environment from the loader below. `publish` makes a package known by its name to both.

require 'torch.pairs'
require 'torch.require'

local globals, rawset, type, setfenv, loadfile, package, error, plain_print =
  _G, rawset, type, setfenv, loadfile, package, error, print

local env = setmetatable({_G = globals}, {__index = globals, __newindex = globals})
for name in ([[assert bit collectgarbage coroutine debug dofile error getfenv getmetatable io ipairs jit
    load loadfile loadstring math module newproxy next os package pairs pcall rawequal rawget rawlen
    rawset require select setfenv setmetatable string table tonumber tostring type unpack
    xpcall]]):gmatch('%S+') do
  rawset(env, name, globals[name])
end

-- A program may send what is printed elsewhere by a print of its own.
rawset(env, 'print', function(...)
  local print = globals.print
  return (type(print) == 'function' and print or plain_print)(...)
end)

-- publish(name, package): sets the global variable; our files keep seeing this value.
rawset(env, 'publish', function(name, value)
  rawset(globals, name, value)
  rawset(env, name, value)
  return value
end)

local own = require 'torch.own_files'
local searchpath = require 'torch.searchpath'

-- What Lua's own loader does, for our files.
table.insert(package.loaders, 2, function(name)
  local file = own.packages[name:match('^[^.]*')] and searchpath(name, package.path)
  if not file or not own.is_own('@' .. file) then return nil end
  local chunk, message = loadfile(file)
  if not chunk then error(message, 0) end
  return setfenv(chunk, env)
end)

return env
