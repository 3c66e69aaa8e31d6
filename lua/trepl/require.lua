-- SPDX-License-Identifier: BSD-3-Clause
-- The `require` of Torch7's th. A name that begins with a dot is a file beside the file that requires
-- it: './lib' is lib.lua, lib itself, lib/init.lua, or data in lib.t7, lib.json and others (data.lua).
-- Such a file is run each time, as in Torch7. Other names are looked for there too, when Lua does not
-- find them.

local fail = require('torch.error').fail
local is_own = require('torch.own_files').is_own
local paths = require 'paths'

local plain_require, running_require = require, require('torch.require').plain

-- The file that a function at that level of the stack runs: dofile's and require's argument, of which a
-- chunk that ends in `return require './x'` leaves nothing else.
local function file_run_by(f, level)
  if f ~= dofile and f ~= running_require then return nil end
  local _, name = debug.getlocal(level + 1, 1)
  if type(name) ~= 'string' then return nil end
  return f == dofile and name or package.searchpath(name, package.path)
end

-- The program's file that requires; nil where it is a text.
local function requiring_file()
  local level = 3
  while true do
    local info = debug.getinfo(level, 'Slf')
    if not info then return _G.arg and _G.arg[0] end
    if info.currentline > 0 and not is_own(info.source) then return info.source:match('^@(.*)') end
    local file = info.what == 'C' and file_run_by(info.func, level)
    if file and not is_own('@' .. file) then return file end
    level = level + 1
  end
end

local function load_beside(folder, name)
  local base = paths.concat(folder, name)
  if paths.filep(base .. '.lua') then return true, dofile(base .. '.lua') end
  local data = require 'trepl.data'
  if paths.filep(base) then
    local read = data.reader(base)
    if read then return true, read(base) end
    return true, dofile(base)
  end
  for _, ending in ipairs(data.endings) do
    if paths.filep(base .. ending) then return true, data.reader(ending)(base .. ending) end
  end
  for _, ending in ipairs {'.so', '.dylib'} do
    if paths.filep(base .. ending) then
      local open, message = package.loadlib(base .. ending, 'luaopen_' .. paths.basename(name))
      if not open then fail('require', message) end
      return true, open()
    end
  end
  local init = paths.concat(base, 'init.lua')
  if paths.filep(init) then return true, dofile(init) end
  return false, base
end

-- Whether Lua itself finds the module.
local function is_known(name)
  return package.loaded[name] ~= nil or package.preload[name] ~= nil
    or package.searchpath(name, package.path) or package.searchpath(name, package.cpath)
end

return function(name)
  if type(name) ~= 'string' then return plain_require(name) end
  local relative = name:find('^%.') ~= nil
  if not relative and is_known(name) then return plain_require(name) end
  local file = requiring_file()
  local folder = file and paths.filep(file) and paths.dirname(file) or '.'
  local found, result = load_beside(folder, relative and name or './' .. name:gsub('%.', '/'))
  if found then return result end
  if not relative then return plain_require(name) end -- raises Lua's error, which lists what was tried
  fail('require', "no file for '", name, "': looked for ", result, '.lua, ', result, '/init.lua and data')
end
