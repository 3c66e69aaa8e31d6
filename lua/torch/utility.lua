-- SPDX-License-Identifier: BSD-3-Clause
-- Small functions of the torch table that need no tensor: what an object is, where a package
-- lies, function environments, the time.

local torch = require 'torch.env'
local fail = require('torch.error').fail
local same = require('torch.metamethods').same
local searchpath = require 'torch.searchpath'

-- Names of other Lua versions that Torch7 makes sure of, so that programs count on them.
if not rawget(table, 'unpack') then rawset(table, 'unpack', unpack) end
if not rawget(string, 'gfind') then rawset(string, 'gfind', string.gmatch) end

-- Answers by class name, so each name is matched against the pattern only once.
local function kind(pattern)
  local known = {}
  return function(object)
    local name = torch.typename(object)
    if not name then return false end
    local yes = known[name]
    if yes == nil then
      yes = name:find(pattern) ~= nil
      known[name] = yes
    end
    return yes
  end
end

-- torch.isTensor(object), torch.isStorage(object): whether it is a tensor or a storage, of
-- whatever type and device.
torch.isTensor = kind('torch.*Tensor')
torch.isStorage = kind('torch.*Storage')

-- torch.totable(object): the elements of a tensor or a storage as (nested) Lua tables.
function torch.totable(object)
  if not (torch.isTensor(object) or torch.isStorage(object)) then
    fail('torch.totable', 'tensor or storage expected, got ', torch.type(object))
  end
  return object:totable()
end

-- torch.isequal(a, b): whether both are the same table or the same Torch object; false for
-- values of other kinds, equal or not.
function torch.isequal(a, b)
  local type_a = type(a)
  return type_a == type(b) and (type_a == 'table' or type_a == 'userdata') and same(a, b)
end

local function check_environment_owner(where, object)
  if type(object) ~= 'function' and type(object) ~= 'userdata' then
    fail(where, 'function or userdata expected, got ', torch.type(object))
  end
end

-- torch.getenv(object): the environment table of a function or userdata.
function torch.getenv(object)
  check_environment_owner('torch.getenv', object)
  return debug.getfenv(object) or {}
end

-- torch.setenv(object, table): gives a function or userdata that environment.
function torch.setenv(object, environment)
  check_environment_owner('torch.setenv', object)
  if type(environment) ~= 'table' then
    fail('torch.setenv', 'table expected, got ', torch.type(environment))
  end
  debug.setfenv(object, environment)
end

local function folder_of(file)
  return file:match('^(.*)[/\\]') or '.'
end

-- torch.packageLuaPath(name): the folder that holds the Lua file of that package, nil if there is
-- none; without a name, the folder that holds torch's own.
function torch.packageLuaPath(name)
  if name == nil then return folder_of(torch.packageLuaPath('torch')) end
  local file = searchpath(name, package.path)
  return file and folder_of(file)
end

-- torch.include(package, file): runs a file of a package's folder.
function torch.include(name, file)
  local folder = torch.packageLuaPath(name)
  if not folder then fail('torch.include', 'no package ', name, ' in ', package.path) end
  return dofile(folder .. '/' .. file)
end

-- include(file): runs a file from the folder of the file that says so. Torch7 has it as a global;
-- packages list their files with it. `depth` skips that many callers. (Lua forgets who made a tail
-- call, so `return include(file)` does not find the folder.)
rawset(_G, 'include', function(file, depth)
  local source = debug.getinfo(2 + (depth or 0), 'S').source
  if not file:match('^[/\\]') and source:sub(1, 1) == '@' then
    file = folder_of(source:sub(2)) .. '/' .. file
  end
  return dofile(file)
end)

local terminal_functions

-- torch.isatty(file): whether an open file is a terminal.
function torch.isatty(file)
  if io.type(file) ~= 'file' then
    fail('torch.isatty', 'open file expected, got ', io.type(file) or torch.type(file))
  end
  if not terminal_functions then
    local ffi = require 'ffi'
    ffi.cdef [[
      int tocha_fileno(void *file) __asm__("fileno");
      int tocha_isatty(int descriptor) __asm__("isatty");
    ]]
    terminal_functions = ffi.C
  end
  return terminal_functions.tocha_isatty(terminal_functions.tocha_fileno(file)) ~= 0
end

-- torch.tic(): the time of day in seconds; torch.toc(start): the seconds since that moment.
function torch.tic()
  return require('torch.clock').time_of_day()
end

function torch.toc(start)
  if type(start) ~= 'number' then
    fail('torch.toc', 'the number that torch.tic returned expected, got ', torch.type(start))
  end
  return require('torch.clock').time_of_day() - start
end

return torch
