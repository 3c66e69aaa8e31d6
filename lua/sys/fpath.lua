-- SPDX-License-Identifier: BSD-3-Clause
-- require 'sys.fpath': the function sys.fpath alone.
local paths = require 'paths'

--- sys.fpath(): directory and name of the Lua file that calls this.
return function()
  local file = paths.concat((debug.getinfo(2, 'S').source:gsub('^@', '')))
  return paths.dirname(file), paths.basename(file)
end
