-- SPDX-License-Identifier: BSD-3-Clause
-- torch.File and its kinds: DiskFile, PipeFile, MemoryFile. Numbers and strings are read and
-- written by the engine; objects by read_object.lua and write_object.lua.

local torch = require 'torch.env'
local engine = require 'tocha'
local fail = require('torch.error').fail
local reader = require 'torch.read_object'
local files = require 'torch.file_state'
local state_of = files.of
local writer = require 'torch.write_object'

local function define(name, parent, methods, kind)
  local class = torch.newmetatable('torch.' .. name, parent, engine.file[name])
  for key, method in pairs(methods) do class[key] = method end
  if kind then engine.file.file_type(kind, class) end
  return class
end

local File = define('File', nil, engine.file.methods)
local DiskFile = define('DiskFile', 'torch.File', engine.file.disk_methods, 0)
local PipeFile = define('PipeFile', 'torch.DiskFile', {}, 1)
local MemoryFile = define('MemoryFile', 'torch.File', engine.file.memory_methods, 2)

-- file:writeObject(object, [name], [hook]): writes any object; `name` stands for it in errors.
-- `hook(value)` may give another value to write in place of each.
function File:writeObject(object, name, hook)
  local state = state_of(self)
  if state.depth == 0 then state.where = state.part_of or 'torch.File.writeObject' end
  writer.write(self, state, object, name, hook)
end

local option_names = {trusted = 'boolean', unknown = 'string'}

-- file:readObject([options]): the next object. Options: `trusted = true` loads functions, which are
-- code that the file brings along; `unknown = 'keep'` gives objects of unknown classes as plain
-- tables that torch.typename knows and that can be written again.
function File:readObject(options)
  local state = state_of(self)
  if state.depth == 0 then
    state.where = state.part_of or 'torch.File.readObject'
    for key, value in pairs(options or {}) do
      if type(value) ~= option_names[key] then
        fail(state.where, 'option ', key, ' = ', value, ' is not known')
      end
    end
    state.start, state.own_object = files.start_in_memory(self, state), nil
    state.trusted = options and options.trusted
    state.unknown = options and options.unknown
  end
  return reader.read(self, state)
end

-- file:isWritableObject(object): the number of the kind as which it would be written, or nil.
function File:isWritableObject(object)
  return (writer.kind_of(object))
end

-- file:referenced(yes): whether an object that comes again is written as a reference (the default),
-- or as often as it comes.
function File:referenced(yes)
  state_of(self).force = not yes
  return self
end

function File:isReferenced()
  return not state_of(self).force
end

-- As Torch7 has them, with a colon behind "mode" or not.
local function tostring_with(format)
  return function(file)
    local name, open, readable, writable = engine.file.file_info(file)
    local status, mode = open and 'open' or 'closed', (readable and 'r' or ' ') .. (writable and 'w' or ' ')
    return (format:gsub('%a+', {NAME = name, STATUS = status, MODE = mode}))
  end
end
DiskFile.__tostring__ = tostring_with 'torch.DiskFile on <NAME> [status: STATUS -- mode MODE]'
PipeFile.__tostring__ = tostring_with 'torch.PipeFile on <NAME> [status: STATUS -- mode: MODE]'
MemoryFile.__tostring__ = tostring_with 'torch.MemoryFile [status: STATUS -- mode: MODE]'

return File
