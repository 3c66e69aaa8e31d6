-- SPDX-License-Identifier: BSD-3-Clause
-- file:writeObject(object): any object as Torch7 writes it to .t7 files.
--
-- A value is an int that tells its kind and what the kind needs. Tables, Torch objects and functions
-- have an index, and only the index is written when they come again, so that shared and circular
-- references are kept.

local torch = require 'torch.env'
local engine = require 'tocha'
local fail = require('torch.error').fail
local deep = require 'torch.deep'
local foreign = require 'torch.foreign'
local kinds = require 'torch.object_kinds'
local lua_form = require 'torch.named_function'
local named = require 'torch.file_errors'
local order = require 'torch.table_order'

local start_in_memory = require('torch.file_state').start_in_memory
local remember_own = engine.serialize.remember_own
local write_int = engine.file.methods.writeInt
local write_plain = engine.serialize.write_plain
local write_text = engine.serialize.write_text

-- The kind of an object, nil where it cannot be written; for functions also their bytecode.
local function kind_of(object)
  local kind = kinds.plain[type(object)]
  if kind then return kind end
  if foreign.kept(object) then return kinds.torch end
  local name = torch.typename(object)
  if name and torch.factory(name) then return kinds.torch end
  if type(object) == 'table' then return kinds.table end
  if type(object) == 'function' then
    local origin = foreign.origin(object)
    if origin then return origin.kind, origin.dump end
    local ok, dump = pcall(string.dump, lua_form(object))
    if ok then return kinds.recursive_function, dump end
  end
end

-- Where the object being written stands: "<?>.modules.3". What only the file has no name.
local function path_of(state)
  local names = {}
  for i = 1, state.depth do
    if state.names[i] then names[#names + 1] = tostring(state.names[i]) end
  end
  return table.concat(names, '.')
end

-- The lists that upvalues_of makes, and their entries -> the name of the upvalue: in a path a
-- function's upvalue follows the function.
local upvalue_names = setmetatable({}, {__mode = 'k'})

-- The name of a field in a path.
local function field_name(object, key)
  local name = upvalue_names[object]
  if name == nil then return key end
  return key == 'value' and name
end

local write_indexed

-- Writes `object`, which `hook` may replace; references are those of the original.
local function write_value(file, state, original, name, hook)
  local object = original
  if hook then object = hook(object) end
  if kinds.plain[type(object)] then return write_plain(file, object) end
  state.names[state.depth + 1] = name
  return deep.call(write_indexed, file, state, object, original, hook)
end

-- The fields of a table or a Torch object. What cannot be written is an error in a table; in an
-- object it is left out, since classes keep handles in their fields, and a warning says so.
local function write_fields(file, state, object, hook, class_name)
  local keys, n = order.keys(object)
  if class_name then
    local writable, m = {}, 0
    for i = 1, n do
      if kind_of(rawget(object, keys[i])) then
        m = m + 1
        writable[m] = keys[i]
      else
        io.stderr:write('$ Warning: cannot write object field <', tostring(keys[i]), '> of <',
                        class_name, '> ', path_of(state), '\n')
      end
    end
    keys, n = writable, m
  end
  write_int(file, n)
  for i = 1, n do
    local key = keys[i]
    write_value(file, state, key, '<key>', hook)
    write_value(file, state, rawget(object, key), field_name(object, key), hook)
  end
end

local function new_index(state)
  state.written_count = state.written_count + 1
  return state.written_count
end

-- A table that was made for the file only.
local function write_temporary(file, state, object, hook, class_name)
  write_int(file, kinds.table)
  write_int(file, new_index(state))
  write_fields(file, state, object, hook, class_name)
end

-- The upvalues of a function, with numbers for those that several functions share.
local function upvalues_of(state, f)
  local list = {}
  upvalue_names[list] = false
  for i = 1, math.huge do
    local name, value = debug.getupvalue(f, i)
    if not name then return list end
    if name == '_ENV' then value = nil end
    local id
    if debug.upvalueid then
      local reference = debug.upvalueid(f, i)
      id = state.upvalue_ids[reference]
      if not id then
        id = state.upvalue_count + 1
        state.upvalue_count, state.upvalue_ids[reference] = id, id
      end
    end
    list[i] = {name = name, id = id, value = value}
    upvalue_names[list[i]] = name
  end
end

local function write_torch(file, state, object, hook)
  local kept_name, version = foreign.kept(object)
  local name = kept_name or torch.typename(object)
  version = version or torch.version(object)
  if version ~= 0 then write_text(file, 'V ' .. version) end  -- 0: older than the versions
  write_text(file, name)
  if not kept_name then
    local class = torch.getmetatable(name)
    local write = class.__write or class.write
    if write then return write(object, file) end
  end
  if type(object) ~= 'table' then
    fail(state.where, 'a ', name, ' at ', path_of(state), ' cannot be written: it has no method `write`')
  end
  write_temporary(file, state, object, hook, name)
end

function write_indexed(file, state, object, original, hook)
  local kind, dump = kind_of(object)
  if not kind then
    fail(state.where, 'a ', torch.type(object), ' at ', path_of(state), ' cannot be written')
  end
  write_int(file, kind)
  if kind ~= kinds.old_function then
    local pointer = engine.pointer(original)
    local index = not state.force and state.written[pointer]
    if index then return write_int(file, index) end
    index = new_index(state)
    if not state.force then
      state.written[pointer] = index
      state.alive[index] = original  -- its address must not be used again
    end
    write_int(file, index)
  end
  if kind == kinds.table then return write_fields(file, state, object, hook) end
  if kind == kinds.torch then return write_torch(file, state, object, hook) end
  write_text(file, dump)
  local origin = foreign.origin(object)
  if origin then
    write_value(file, state, origin.upvalues, '<upvalues>', hook)
  else
    state.own_code[dump] = true
    state.wrote_code = true
    write_temporary(file, state, upvalues_of(state, lua_form(object)), hook)
  end
end

local M = {kind_of = kind_of}

-- Writes an object on behalf of file:writeObject; `state` is the file's (file_state.lua).
function M.write(file, state, object, name, hook)
  local depth = state.depth
  local from = depth == 0 and start_in_memory(file, state)
  state.wrote_code = state.wrote_code and depth > 0
  local ok, err = pcall(write_value, file, state, object, name or '<?>', hook)
  if ok then
    if from and state.wrote_code then remember_own(file, from) end
    return
  end
  state.depth = depth
  error(named(state.where, err), 0)
end

return M
