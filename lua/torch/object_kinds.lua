-- SPDX-License-Identifier: BSD-3-Clause
-- The ints with which Torch7's files tell what kind of value follows.

local kinds = {
  ['nil'] = 0, number = 1, string = 2, table = 3, torch = 4, boolean = 5,
  old_function = 6,        -- no index; upvalues as a list of values
  older_function = 7,      -- upvalues as a list of values
  recursive_function = 8,  -- upvalues as a list of {name, id, value}; the kind written today
}

-- The kinds that follow from Lua's type alone.
kinds.plain = {
  ['nil'] = kinds['nil'], number = kinds.number, string = kinds.string, boolean = kinds.boolean,
}

return kinds
