-- SPDX-License-Identifier: BSD-3-Clause
-- What a file may hold that is not made into the real thing: objects of unknown classes, objects of
-- a device that is not here, functions. Each has a form in which it can be looked at and saved
-- back unchanged.

local torch = require 'torch.env'
local fail = require('torch.error').fail
local name_of = require('torch.class_names').name_of

local M = {}

-- --- objects of unknown classes: plain tables with a metatable that has the name ---

local metatables = {}      -- name and version -> metatable
local is_kept = {}         -- set of these

-- An empty table for an object of the class `name`; `version` is 0 for files without versions.
function M.keep(name, version)
  local id = version .. ' ' .. name
  local meta = metatables[id]
  if not meta then
    meta = {__typename = name, __version = version}
    meta.__tostring = function() return name .. ' (unknown class)' end
    metatables[id], is_kept[meta], name_of[meta] = meta, true, name
  end
  return setmetatable({}, meta)
end

-- Class name and version of an object made by `keep`; nil for any other value.
function M.kept(object)
  local meta = getmetatable(object)
  if meta and is_kept[meta] then return meta.__typename, meta.__version end
end

-- --- classes that stand in for others ---

-- The class to use for the unknown class `name`, nil if there is none: tensors and storages on GPUs
-- become those in memory, cudnn's layers those of nn.
function M.twin(name)
  local dtype, what = name:match('^torch%.Cuda(%a-)(Tensor)$')
  if not dtype then dtype, what = name:match('^torch%.Cuda(%a-)(Storage)$') end
  local twin
  if dtype then
    twin = 'torch.' .. (dtype == '' and 'Float' or dtype) .. what
  else
    local layer = name:match('^cudnn%.(%w+)$')
    twin = layer and 'nn.' .. layer
  end
  if twin and torch.factory(twin) then return twin end
end

-- --- functions ---

local stand_ins = setmetatable({}, {__mode = 'k'})

-- A function in place of one from a file: calling it raises an error. `origin` is what the file has
-- of it: kind, dump and upvalues; `why` explains.
function M.stand_in(origin, where, why)
  local function call()
    fail(where, why, origin.note or '')
  end
  stand_ins[call] = true
  return call
end

-- What the file had, for a function made by `stand_in`; nil for others. It is kept as an upvalue of
-- the function: in a table beside it, it would keep functions alive that refer to themselves.
function M.origin(f)
  if not stand_ins[f] then return nil end
  local i, name, value = 0
  repeat
    i = i + 1
    name, value = debug.getupvalue(f, i)
  until name == 'origin'
  return value
end

return M
