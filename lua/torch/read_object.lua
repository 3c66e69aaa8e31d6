-- SPDX-License-Identifier: BSD-3-Clause
-- file:readObject(): objects from .t7 files. See write_object.lua for the format.
--
-- A file may come from anywhere: counts are compared with what is left of it, indices and layouts
-- are checked, and code is not run: functions become stand-ins unless the file is trusted, wrote the
-- same code itself before (a copy through a MemoryFile, as clone makes it), or is a MemoryFile and holds
-- an object that this process wrote into one, byte by byte (core/io/own_bytes.h): so do threads hand
-- over their jobs. What came into a MemoryFile as a string or from a disk is no such object, and
-- torch.deserialize never takes one for it.

local torch = require 'torch.env'
local engine = require 'tocha'
local fail = require('torch.error').fail
local deep = require 'torch.deep'
local foreign = require 'torch.foreign'
local kinds = require 'torch.object_kinds'
local named = require 'torch.file_errors'
local order = require 'torch.table_order'

local read_int = engine.file.methods.readInt
local read_plain = engine.serialize.read_plain
local read_text = engine.serialize.read_text

local is_plain = {}
for _, kind in pairs(kinds.plain) do is_plain[kind] = true end

local read_indexed

local function read_value(file, state)
  local kind, value = read_plain(file)
  if is_plain[kind] then return value end
  return deep.call(read_indexed, file, state, kind)
end

local function describe(file)
  return (select(5, engine.file.file_info(file)))
end

-- Raises an error about the file's contents.
local function damaged(file, state, ...)
  local parts = {}
  for i = 1, select('#', ...) do parts[i] = tostring((select(i, ...))) end
  local text = table.concat(parts):gsub('[^\32-\126]', '?')
  if #text > 200 then text = text:sub(1, 200) .. '...' end
  fail(state.where, describe(file), ': ', text)
end

local function read_table(file, state, index)
  local size = read_int(file)
  if size < 0 then damaged(file, state, 'a table of ', size, ' fields') end
  local object = {}
  if not state.force then state.read[index] = object end
  local keys, last  -- all keys once they come in an order that is not ours
  for i = 1, size do
    local key = read_value(file, state)
    local value = read_value(file, state)
    if key == nil or key ~= key then damaged(file, state, 'a field without a name') end
    if keys then
      keys[i] = key
    elseif i > 1 and not order.before(last, key) then
      keys = order.keys(object)
      keys[#keys + 1] = key
    end
    last = key
    object[key] = value
  end
  if keys then order.remember(object, keys) end
  return object
end

local function read_torch(file, state, index)
  local name = read_text(file)
  local version = tonumber(name:match('^V (.*)$'))
  if version then
    name = read_text(file)
  else
    version = 0  -- from before files had versions
  end
  local known = torch.factory(name) and name or foreign.twin(name)
  if not known and state.unknown ~= 'keep' then
    damaged(file, state, 'unknown Torch class <', name, ">; require its package first, or load with " ..
            "{unknown = 'keep'} to get such objects as plain tables")
  end
  local object = known and torch.factory(known)(file) or foreign.keep(name, version)
  if not state.force then state.read[index] = object end
  if known then
    local class = torch.getmetatable(known)
    local read = class.__read or class.read
    if read then
      read(object, file, version)
      return object
    end
  end
  local fields = read_value(file, state)
  if type(object) ~= 'table' or type(fields) ~= 'table' then
    damaged(file, state, 'class <', name, '> has a file format of its own, which is not known here')
  end
  for key, value in next, fields do
    object[key] = value
  end
  order.move(fields, object)
  return object
end

-- Gives a trusted function its upvalues. Those that several functions share are joined.
local function set_upvalues(state, f, kind, upvalues)
  for i, upvalue in pairs(upvalues) do
    if kind ~= kinds.recursive_function then
      debug.setupvalue(f, i, upvalue)
    elseif upvalue.name == '_ENV' then
      debug.setupvalue(f, i, _G)
    else
      debug.setupvalue(f, i, upvalue.value)
      local first = upvalue.id and state.upvalue_owners[upvalue.id]
      if first and debug.upvaluejoin then
        debug.upvaluejoin(f, i, first.f, first.i)
      elseif upvalue.id then
        state.upvalue_owners[upvalue.id] = {f = f, i = i}
      end
    end
  end
end

-- Whether the object that is being read is one that this process wrote into a MemoryFile.
local function is_own_object(file, state)
  if state.own_object == nil then
    state.own_object = state.start ~= nil and engine.serialize.is_own(file, state.start)
  end
  return state.own_object
end

local function read_function(file, state, kind, index)
  local origin = {kind = kind, dump = read_text(file)}
  local f, err
  -- What this file object has written itself is this program's own code.
  if state.trusted or state.own_code[origin.dump] or is_own_object(file, state) then
    f, err = loadstring(origin.dump, '=' .. describe(file))
  end
  local made = f or foreign.stand_in(origin, 'function from ' .. describe(file), err
    and 'it could not be loaded: ' .. err
    or 'functions in files are not loaded, unless the file is trusted: ' ..
       'torch.load(name, {trusted = true})')
  if index and not state.force then state.read[index] = made end
  origin.upvalues = read_value(file, state)
  if type(origin.upvalues) ~= 'table' then damaged(file, state, 'a function without upvalues') end
  if f then set_upvalues(state, f, kind, origin.upvalues) end
  return made
end

function read_indexed(file, state, kind)
  if kind == kinds.old_function then return read_function(file, state, kind) end
  if kind < 0 or kind > kinds.recursive_function then
    damaged(file, state, 'a value of the unknown kind ', kind, '; the file is damaged, or written in ' ..
            'another mode than ', file:isBinary() and 'binary' or 'ascii')
  end
  local index = read_int(file)
  local object = state.read[index]
  if object ~= nil and not state.force then return object end
  if kind == kinds.table then return read_table(file, state, index) end
  if kind == kinds.torch then return read_torch(file, state, index) end
  return read_function(file, state, kind, index)
end

local M = {}

-- Reads an object on behalf of file:readObject; `state` is the file's (file_state.lua).
function M.read(file, state)
  local depth = state.depth
  local ok, result = pcall(read_value, file, state)
  if ok then return result end
  state.depth = depth
  error(named(state.where, result), 0)
end

return M
