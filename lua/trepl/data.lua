-- SPDX-License-Identifier: BSD-3-Clause
-- Data that `require './name'` reads: .t7, .th and .net as torch.load, .json as tables, .csv as a table of
-- columns, by the names in its first line, of texts.

local fail = require('torch.error').fail

local M = {endings = {'.t7', '.th', '.net', '.json', '.csv'}}

local function text_of(file)
  local opened, message = io.open(file, 'rb')
  if not opened then fail('require', message) end
  local text = opened:read('*a')
  opened:close()
  return text
end

-- The fields of the line that begins at `at`, and where the next one begins.
local function csv_line(text, at)
  local fields = {}
  while true do
    local field, stop = '', at
    if text:sub(at, at) == '"' then
      repeat -- '""' within quotation marks is one of them
        local part, to = text:match('^"([^"]*)"()', stop)
        if not part then return nil end
        field, stop = field .. (stop > at and '"' or '') .. part, to
      until text:sub(stop, stop) ~= '"'
    else
      field, stop = text:match('^([^,\r\n]*)()', at)
    end
    table.insert(fields, field)
    if text:sub(stop, stop) ~= ',' then return fields, text:match('^\r?\n?()', stop) end
    at = stop + 1
  end
end

local function read_csv(file)
  local text = text_of(file)
  local names, at = csv_line(text, 1)
  local columns = {}
  for i, name in ipairs(names or {}) do
    columns[i] = {}
    columns[name] = columns[i]
  end
  local count = 0
  while at and at <= #text do
    local fields
    local start = at
    fields, at = csv_line(text, at)
    if not fields or at == start then break end
    count = count + 1
    for i, field in ipairs(fields) do
      if columns[i] then columns[i][count] = field end
    end
  end
  if not at or at <= #text then fail('require', file, ': line ', count + 2, ' is no line of a CSV file') end
  for i in ipairs(names) do columns[i] = nil end
  return columns
end

local readers = {
  t7 = function(file) return require('torch').load(file) end,
  net = function(file)
    require 'nn'
    return require('torch').load(file)
  end,
  json = function(file) return require 'trepl.json'(text_of(file), file) end,
  csv = read_csv,
}
readers.th = readers.t7

-- reader(name): the function that reads a file of that ending; nil if it is no data.
function M.reader(name)
  return readers[name:match('%.(%w+)$')]
end

return M
