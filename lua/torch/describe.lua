-- SPDX-License-Identifier: BSD-3-Clause
-- describe(value): a value of the user's as messages name it: in a few words, whatever it holds.
-- "'name'", 5, "a torch.DoubleTensor of size 3x4", "a table of 2 elements", "nn.Linear".

local torch = require 'torch.env'

local kLongest = 60

return function(value)
  local kind = type(value)
  if kind == 'string' then
    return "'" .. (#value > kLongest and value:sub(1, kLongest) .. '...' or value) .. "'"
  elseif kind == 'nil' or kind == 'boolean' or kind == 'number' then
    return tostring(value)
  end
  local name = torch.typename(value)
  if name and torch.isTensor(value) then
    local sizes = value:size():totable()
    return 'a ' .. name .. (#sizes > 0 and ' of size ' .. table.concat(sizes, 'x') or ' without elements')
  elseif name and torch.isStorage(value) then
    return 'a ' .. name .. ' of size ' .. value:size()
  elseif name then
    return name
  elseif kind == 'table' then
    local count = #value
    return count > 0 and 'a table of ' .. count .. (count == 1 and ' element' or ' elements') or 'a table'
  end
  return 'a ' .. kind
end
