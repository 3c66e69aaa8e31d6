-- SPDX-License-Identifier: BSD-3-Clause
-- What a file keeps between calls of writeObject and readObject. It is the file's environment
-- table, which goes when the file goes.

-- file_state(file): the record, made at the first call.
return function(file)
  local state = debug.getfenv(file)
  if state.torch_file then return state end
  state = {
    torch_file = true,
    force = false,                                -- see File:referenced
    written = {}, alive = {}, written_count = 0,  -- pointer -> index, index -> object
    read = {},                                    -- index -> object
    own_code = {},                                -- set of the dumps of functions that were written
    upvalue_ids = {}, upvalue_count = 0, upvalue_owners = {},
    names = {}, depth = 0,                        -- where the work is
    where = nil,                                  -- the function that errors name
    part_of = nil,                                -- the same, where the file serves another function
    trusted = nil, unknown = nil,                 -- options of File:readObject
  }
  debug.setfenv(file, state)
  return state
end
