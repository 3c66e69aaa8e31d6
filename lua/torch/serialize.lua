-- SPDX-License-Identifier: BSD-3-Clause
-- torch.save and torch.load, and the same to and from strings.

local torch = require 'torch.env'
local engine = require 'tocha'
local errors = require 'torch.error'
local named = require 'torch.file_errors'
local file_state = require('torch.file_state').of
require 'torch.File'

local fail = errors.fail

local long_sizes = {b32 = 4, b64 = 8}
local modes = {binary = 'binary', ascii = 'ascii', b32 = 'binary', b64 = 'binary'}

local function raise(where, err)
  error(named(where, err), 0)
end

-- Calls action(file) and closes the file. If something fails it is abandoned: a file that was to
-- replace another then leaves that as it was.
local function with_file(where, file, action)
  local ok, result = pcall(action, file)
  if ok then
    local err
    ok, err = pcall(file.close, file)
    if ok then return result end
    result = err
  end
  engine.file.abandon(file)
  raise(where, result)
end

local function check(where, what, value, ok, expected)
  if not ok then fail(where, what, ' must be ', expected, ', got ', value) end
end

-- The arguments (mode, referenced, options) in Torch7's positions, or one table of options. Torch7 has no
-- options: it ignores what stands there, and so do we where it is no table.
local function options_of(where, mode, referenced, options)
  if type(options) ~= 'table' then options = nil end
  for _, argument in ipairs {mode or false, referenced or false, options or false} do
    if type(argument) == 'table' then options = argument end
  end
  local own = {}
  for key, value in pairs(options or {}) do own[key] = value end
  if type(mode) ~= 'table' and mode ~= nil then own.mode = mode end
  if type(referenced) ~= 'table' and referenced ~= nil then own.referenced = referenced end
  local result = {
    mode = own.mode,
    referenced = own.referenced == nil or own.referenced,
    read = {trusted = own.trusted, unknown = own.unknown},
  }
  check(where, 'mode', own.mode, own.mode == nil or modes[own.mode],
        "'binary', 'ascii', 'b32' or 'b64'")
  check(where, 'referenced', own.referenced, type(result.referenced) == 'boolean', 'true or false')
  check(where, 'trusted', own.trusted, own.trusted == nil or type(own.trusted) == 'boolean',
        'true or false')
  check(where, 'unknown', own.unknown, own.unknown == nil or own.unknown == 'keep',
        "'keep' or nil")
  own.mode, own.referenced, own.trusted, own.unknown = nil, nil, nil, nil
  local other = next(own)
  if other ~= nil then fail(where, 'option ', other, ' is not known') end
  return result
end

local function prepare(where, file, mode, referenced)
  file_state(file).part_of = where
  file[modes[mode or 'binary']](file)
  if long_sizes[mode] then file:longSize(long_sizes[mode]) end
  return file:referenced(referenced)
end

local function check_name(where, name)
  check(where, 'file name', name, type(name) == 'string', 'a string')
end

-- torch.save(name, object, [mode], [referenced]): writes the object to a file. The file is either
-- written whole or left as it was. `mode` is 'binary' (default), 'ascii', or 'b32' for readers
-- whose `long` has 4 bytes; `referenced` false writes objects as often as they are met.
function torch.save(name, object, mode, referenced)
  local where = 'torch.save'
  check_name(where, name)
  local options = options_of(where, mode, referenced)
  local ok, file = pcall(engine.file.ReplacingFile, name)
  if not ok then raise(where, file) end
  prepare(where, file, options.mode, options.referenced)
  with_file(where, file, function() file:writeObject(object) end)
end

local function read_file(where, name, options, mode)
  local ok, file = pcall(torch.DiskFile, name, 'r')
  if not ok then raise(where, file) end
  prepare(where, file, mode, options.referenced)
  return with_file(where, file, function() return file:readObject(options.read) end)
end

-- torch.load(name, [mode], [referenced], [options]): the object in a file. `mode` is 'binary'
-- (default), 'ascii', 'b32' or 'b64': binary from a writer whose `long` had 4 or 8 bytes; without
-- one, a file that makes no sense with 8 is tried with 4, then as ascii. `options`, a table that
-- may also come in place of the mode: `trusted = true` loads functions in the file, which run when
-- called; `unknown = 'keep'` gives objects of unknown classes as plain tables; `mode`, `referenced`.
function torch.load(name, mode, referenced, options)
  local where = 'torch.load'
  check_name(where, name)
  options = options_of(where, mode, referenced, options)
  if options.mode then return read_file(where, name, options, options.mode) end
  local ok, result = pcall(read_file, where, name, options, 'binary')
  for _, other in ipairs {'b32', 'ascii'} do
    if ok then break end
    local object
    ok, object = pcall(read_file, where, name, options, other)
    if ok then result = object end
  end
  if not ok then error(result, 0) end
  return result
end

-- A memory file with the object, at its start; `finish(file)` takes out what is wanted.
local function serialize(where, object, mode, finish)
  local options = options_of(where, mode)
  local file = prepare(where, torch.MemoryFile(), options.mode, options.referenced)
  return with_file(where, file, function()
    file:writeObject(object)
    return finish(file:seek(1))
  end)
end

-- torch.serialize(object, [mode]): the bytes that torch.save would write, as a string.
function torch.serialize(object, mode)
  return serialize('torch.serialize', object, mode, function(file) return file:readString('*a') end)
end

-- The same as a CharStorage, for objects that are larger than a string can be.
function torch.serializeToStorage(object, mode)
  local storage = serialize('torch.serializeToStorage', object, mode, torch.MemoryFile.storage)
  return storage:resize(#storage - 1)  -- without the 0 at the end
end

local function deserialize(where, file, mode, options)
  options = options_of(where, mode, nil, options)
  prepare(where, file, options.mode, options.referenced)
  return with_file(where, file, function() return file:readObject(options.read) end)
end

-- torch.deserialize(string, [mode], [options]): the object in a string; options as for torch.load.
function torch.deserialize(text, mode, options)
  local where = 'torch.deserialize'
  check(where, 'argument', text, type(text) == 'string', 'a string')
  local file = torch.MemoryFile()
  file:writeString(text)
  return deserialize(where, file:seek(1), mode, options)
end

-- The same from a CharStorage (or ByteStorage), or from a tensor of that type.
function torch.deserializeFromStorage(bytes, mode, options)
  local where = 'torch.deserializeFromStorage'
  local is_tensor = torch.isTensor(bytes)
  check(where, 'argument', bytes, (is_tensor or torch.isStorage(bytes)) and bytes:elementSize() == 1,
        'a CharStorage')
  local size = is_tensor and bytes:nElement() or #bytes
  local copy = torch.CharStorage(size + 1)
  if size > 0 then
    local text = torch.CharStorage(copy, 1, size)
    if is_tensor then text = torch.CharTensor(text) end
    text:copy(bytes)
  end
  copy[size + 1] = 0
  return deserialize(where, torch.MemoryFile(copy, 'r'), mode, options)
end

torch.saveobj, torch.loadobj = torch.save, torch.load

return torch
