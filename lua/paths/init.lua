-- SPDX-License-Identifier: BSD-3-Clause
-- `paths`: file names, directories and what the operating system tells about itself.
-- Failures of the system come back the way io.open gives them: nil, "name: reason", error number.
setfenv(1, require 'torch.globals')
local native = require('tocha').paths
local names = require 'paths.names'
local fail = require('torch.error').fail
local check = names.check

local paths = {
  basename = names.basename,
  dirname = names.dirname,
  extname = names.extname,
}
publish('paths', paths)

--- paths.home: the home directory of the user.
paths.home = os.getenv('HOME') or '.'

--- paths.cwd(): the full name of the current directory.
function paths.cwd() return native.cwd() or '.' end

function paths.concat(...) return names.concat(paths.cwd(), ...) end

--- paths.filep(path): whether `path` exists and is no directory; links are followed.
function paths.filep(path)
  local kind = native.kind(check('paths.filep', 1, path), true)
  return kind ~= nil and kind ~= 'directory'
end

--- paths.dirp(path): whether `path` is a directory; links are followed.
function paths.dirp(path)
  return native.kind(check('paths.dirp', 1, path), true) == 'directory'
end

--- paths.dir(directory): the list of all names in it, '.' and '..' included; nil where it cannot
-- be read.
function paths.dir(directory) return native.dir(check('paths.dir', 1, directory)) end

--- paths.files(directory [, include]): iterates over the names that paths.dir lists; over none
-- where the directory cannot be read. `include` is a function that gets a name and says whether
-- to take it, or a Lua pattern to be found in it.
function paths.files(directory, include)
  local list = native.dir(check('paths.files', 1, directory)) or {}
  local accept = include
  if type(include) == 'string' then
    accept = function(name) return name:find(include) end
  elseif include ~= nil and type(include) ~= 'function' then
    fail('paths.files', 'argument 2 must be a function or a pattern, got ', type(include))
  end
  local at = 0
  return function()
    repeat
      at = at + 1
      local name = list[at]
      if name == nil or not accept or accept(name) then return name end
    until false
  end
end

--- paths.iterdirs(directory): iterates over the directories in it, without '.' and '..'.
function paths.iterdirs(directory)
  check('paths.iterdirs', 1, directory)
  return paths.files(directory, function(name)
    return name ~= '.' and name ~= '..' and paths.dirp(paths.concat(directory, name))
  end)
end

--- paths.iterfiles(directory): iterates over what in it is no directory.
function paths.iterfiles(directory)
  check('paths.iterfiles', 1, directory)
  return paths.files(directory, function(name) return paths.filep(paths.concat(directory, name)) end)
end

--- paths.mkdir(path): makes a directory, and those above it that are missing. True, or nil with a
-- message and the error number (also where the directory was there already).
function paths.mkdir(path)
  path = check('paths.mkdir', 1, path)
  local parent = paths.dirname(path)
  if parent ~= path and not paths.dirp(parent) then
    local made, message, number = paths.mkdir(parent)
    if not made then return made, message, number end
  end
  return native.mkdir(path)
end

--- paths.rmdir(path): removes an empty directory. True, or nil with a message and the error number.
function paths.rmdir(path) return native.rmdir(check('paths.rmdir', 1, path)) end

--- paths.rmall(path, 'yes'): removes a file, or a directory with all that is in it. A symbolic link
-- is removed, not followed. True, or nil with a message and the name that could not be removed.
function paths.rmall(path, more)
  path = check('paths.rmall', 1, path)
  if more ~= 'yes' then return nil, "missing second argument ('yes')" end
  local kind = native.kind(path, false)
  if not kind then return nil, path .. ': not a file or directory', path end
  if kind == 'directory' then
    for name in paths.files(path) do
      if name ~= '.' and name ~= '..' then
        local removed, message, where = paths.rmall(paths.concat(path, name), more)
        if not removed then return removed, message, where end
      end
    end
    local removed, message = native.rmdir(path)
    return removed, message, not removed and path or nil
  end
  local removed, message = os.remove(path)
  return removed, message, not removed and path or nil
end

local temporary = {}
local at_exit

--- paths.tmpname(): the name of a file or directory that does not exist yet, for temporary use.
-- A file (or empty directory) of that name is removed when the Lua state closes.
function paths.tmpname()
  if not at_exit then
    -- Only a userdata has a finalizer in every Lua; newproxy is how Lua 5.1 makes one without C.
    at_exit = newproxy(true)
    getmetatable(at_exit).__gc = function()
      for _, name in ipairs(temporary) do os.remove(name) end
    end
  end
  local name = native.unique_name(paths.concat(os.getenv('TMPDIR') or '/tmp', 'luatmp'))
  temporary[#temporary + 1] = name
  return name
end

--- paths.uname(): system name ('Linux', 'Darwin', 'Windows', …), name of the machine, processor.
function paths.uname() return native.uname() end

--- paths.is_win(), paths.is_mac(): whether the system is Windows, or macOS.
function paths.is_win() return native.uname() == 'Windows' end
function paths.is_mac() return native.uname() == 'Darwin' end

--- paths.execdir(): the directory of the running program; nil where the system does not tell.
function paths.execdir()
  local program = native.program()
  return program and paths.dirname(program)
end

--- paths.findprogram(name, ...): the full name of the first of these programs that is found in the
-- directories of $PATH; nil if none is.
function paths.findprogram(...)
  for i = 1, select('#', ...) do
    local program = check('paths.findprogram', i, (select(i, ...)))
    for directory in (os.getenv('PATH') or '.'):gmatch('[^:]+') do
      local full = paths.concat(directory, program)
      if paths.filep(full) and native.executable(full) then return full end
    end
  end
  return nil
end

--- paths.getregistryvalue(key, subkey, value): exists on Windows only, an error elsewhere.
function paths.getregistryvalue()
  fail('paths.getregistryvalue', 'there is no registry on ', (native.uname()))
end

--- paths.thisfile([name]): the full name of the Lua file that calls this, or of `name` beside it;
-- nil (or `name` itself) where the caller is no file. `depth` counts callers, 2 is the direct one.
function paths.thisfile(name, depth)
  local source = debug.getinfo(depth or 2, 'S').source
  local file = source:sub(1, 1) == '@' and paths.concat(source:sub(2)) or nil
  if type(name) ~= 'string' then return file end
  return file and paths.concat(paths.dirname(file), name) or name
end

--- paths.dofile(name): runs the Lua file `name`, found relative to the file that calls this.
function paths.dofile(name, depth)
  local here = paths.thisfile(nil, (depth or 2) + 1)
  return dofile(here and paths.concat(paths.dirname(here), name) or name)
end

--- paths.require(name): as `require`.
function paths.require(name) return require(name) end

return paths
