-- SPDX-License-Identifier: BSD-3-Clause
-- A table as text, with what is in it:
--
--   {
--     1 : 10
--     name : "x"
--     weight : DoubleTensor - size: 3x4
--     inner :
--       {
--         ...
--
-- A field is one line. Tables within tables are shown once on a path, and not deeper than
-- `max_depth`.

local M = {max_depth = 20}

-- Whether `value` is a table that print shows from within.
function M.is_plain_table(value)
  if type(value) ~= 'table' then return false end
  local meta = getmetatable(value)
  return not (type(meta) == 'table' and meta.__tostring)
end

local function sizes(tensor)
  local parts = {}
  for d = 1, tensor:dim() do parts[d] = tensor:size(d) end
  return #parts > 0 and table.concat(parts, 'x') or 'empty'
end

-- A value in one line: tensors and storages by type and size.
function M.one_line(value)
  if type(value) == 'string' then return '"' .. value .. '"' end
  local torch = package.loaded.torch
  local name = torch and torch.typename(value)
  if name and name:find('Tensor$') then
    return name:gsub('^torch%.', '') .. ' - size: ' .. sizes(value)
  elseif name and name:find('Storage$') then
    return name:gsub('^torch%.', '') .. ' - size: ' .. value:size()
  end
  return (tostring(value):gsub('\n', '\n  '))
end

local function add(lines, value, indent, path)
  if next(value) == nil then
    table.insert(lines, indent .. '{}')
    return
  end
  path[value] = true
  table.insert(lines, indent .. '{')
  for key, field in pairs(value) do
    local start = indent .. '  ' .. tostring(key) .. ' : '
    if not M.is_plain_table(field) then
      table.insert(lines, start .. M.one_line(field))
    elseif path[field] or #indent > 4 * M.max_depth then
      table.insert(lines, start .. tostring(field))
    else
      table.insert(lines, start)
      add(lines, field, indent .. '    ', path)
    end
  end
  table.insert(lines, indent .. '}')
  path[value] = nil
end

-- The text print shows for a value of any type.
function M.show(value)
  if not M.is_plain_table(value) then return tostring(value) end
  local lines = {}
  add(lines, value, '', {})
  return table.concat(lines, '\n')
end

return M
