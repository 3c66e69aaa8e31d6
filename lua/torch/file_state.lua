-- SPDX-License-Identifier: BSD-3-Clause
-- What a file keeps between calls of writeObject and readObject. It is the file's environment
-- table, which goes when the file goes.

local torch = require 'torch.env'

local M = {}

-- of(file): the record, made at the first call.
function M.of(file)
  local state = debug.getfenv(file)
  if state.torch_file then return state end
  state = {
    torch_file = true,
    force = false,                                -- see File:referenced
    written = {}, alive = {}, written_count = 0,  -- pointer -> index, index -> object
    read = {},                                    -- index -> object
    own_code = {},                                -- set of the dumps of functions that were written
    wrote_code = false,                           -- whether the object being written has functions
    start = nil, own_object = nil,                -- of the object being read, see read_object.lua
    upvalue_ids = {}, upvalue_count = 0, upvalue_owners = {},
    names = {}, depth = 0,                        -- where the work is
    where = nil,                                  -- the function that errors name
    part_of = nil,                                -- the same, where the file serves another function
    trusted = nil, unknown = nil,                 -- options of File:readObject
  }
  debug.setfenv(file, state)
  return state
end

-- Where the object begins that is about to be read or written, counted from 0, if the file is an open
-- MemoryFile of the program's; nil for others and for those with which torch.serialize makes strings.
function M.start_in_memory(file, state)
  if state.part_of or torch.typename(file) ~= 'torch.MemoryFile' then return nil end
  local ok, position = pcall(file.position, file)
  return ok and position - 1 or nil
end

return M
