-- SPDX-License-Identifier: BSD-3-Clause
-- Printing tables with what is in them, and copying all that is printed to a file.
local paths = require 'paths'
local colors = require('sys').COLORS
local fail = require('torch.error').fail

local output = {}

local kShown = 40  -- longest text of a value inside a table

local function entry(key, value)
  if type(value) == 'userdata' then return '[' .. tostring(key) .. '] = <userdata>' end
  local text = tostring(value):gsub('\n', '\\n')
  if #text > kShown then text = text:sub(1, kShown) .. colors.none .. ' ... ' end
  return '[' .. tostring(key) .. '] = ' .. text
end

local function describe(value)
  if type(value) ~= 'table' then return tostring(value) end
  local meta = getmetatable(value)
  if meta and meta.__tostring__ then return meta.__tostring__(value) end
  local head = tostring(value)
  if head:find('table: ', 1, true) then
    head = ''
  elseif type(value.usage) == 'string' then
    head = value.usage .. '\n\nFIELDS:\n'
  else
    head = head .. ':\n'
  end
  local entries = {}
  for key, element in pairs(value) do entries[#entries + 1] = entry(key, element) end
  return head .. '{' .. table.concat(entries, ',\n ') .. '}'
end

--- xlua.print(value, ...): prints a value; of a table that has no text of its own, its entries.
function output.print(value, ...)
  io.write(describe(value))
  if select('#', ...) > 0 then
    io.write('    ')
    print(...)
  else
    io.write('\n')
  end
end

local log, write, print_before

--- xlua.clearLog(): ends what xlua.log began.
function output.clearLog()
  if not log then return end
  log:close()
  io.write, _G.print = write, print_before -- luacheck: ignore 122 142
  log = nil
end

--- xlua.log(file [, append]): from now on all that io.write and print show is written to `file`
-- too, each piece at once; its directory is made. With `append` what the file holds is kept.
function output.log(file, append)
  local directory = paths.dirname(file)
  if not paths.dirp(directory) then
    local made, message = paths.mkdir(directory)
    if not made then fail('xlua.log', message) end
  end
  local opened, message = io.open(file, append and 'a' or 'w')
  if not opened then fail('xlua.log', message) end
  output.clearLog()
  log, write, print_before = opened, io.write, _G.print
  local function both(...)
    write(...)
    log:write(...)
    log:flush()
  end
  local function printed(...)
    local texts = {}
    for i = 1, select('#', ...) do texts[i] = tostring((select(i, ...))) end
    both(table.concat(texts, '\t'), '\n')
  end
  io.write, _G.print = both, printed -- luacheck: ignore 122 142
end

return output
