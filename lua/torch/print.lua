-- SPDX-License-Identifier: BSD-3-Clause
-- tostring() of tensors and storages, in Torch7's layout to the letter: scripts parse it, and people
-- compare logs.
--
-- One number format serves all elements of an object. It follows from the decimal magnitudes of the
-- smallest and the largest absolute value:
--   all whole                 as integers, in e-notation from 10^9 on
--   more than 4 decades apart e-notation
--   large or small            four decimals of value / scale, the scale in a line of its own
--   otherwise                 four decimals
-- A NaN among the elements has no magnitude: then all are printed with a plain %f, and a matrix is
-- not broken into blocks of columns.

local torch = require 'torch.env'

local M = {}

local kLineWidth = 80

-- Number of digits before the decimal point: 3 for 100, 0 for 0.5, -1 for 0.05; 1 for 0 itself.
local function magnitude(x)
  if x == 0 then return 1 end
  return math.floor(math.log10(x)) + 1
end

-- The least and the largest absolute value of list[1..n]; whether all are whole; whether one is NaN.
local function survey(list, n)
  local least, largest, whole, nan = math.huge, 0, true, false
  for i = 1, n do
    local x = list[i]
    if x ~= x then nan = true end
    if x ~= math.ceil(x) then whole = false end
    x = math.abs(x)
    if x < least then least = x end
    if x > largest then largest = x end
  end
  return least, largest, whole, nan
end

local function fixed(width, scale)
  return {text = '%' .. width .. '.4f', width = width, scale = scale}
end

-- How the numbers list[1..n] are printed: {text = format, width, scale}.
local function choose_format(list, n)
  local least, largest, whole, nan = survey(list, n)
  if nan then return {text = '%f', width = math.huge, scale = 1} end
  local low, high = magnitude(least), magnitude(largest)
  if whole then
    if high > 9 then return {text = '%11.4e', width = 11, scale = 1} end
    return {text = '%' .. high + 1 .. 'd', width = high + 1, scale = 1}
  end
  if high - low > 4 then
    local width = (math.abs(high) > 99 or math.abs(low) > 99) and 12 or 11
    return {text = '%' .. width .. '.4e', width = width, scale = 1}
  end
  if high > 5 or high < 0 then return fixed(7, 10 ^ (high - 1)) end
  return fixed(high == 0 and 7 or high + 6, 1)
end

local function scale_line(format)
  return string.format('%g *\n', format.scale)
end

-- Every number in a line of its own.
local function add_vector(out, list, n, format)
  if format.scale ~= 1 then out[#out + 1] = scale_line(format) end
  local text = format.text .. '\n'
  for i = 1, n do
    out[#out + 1] = string.format(text, list[i] / format.scale)
  end
end

-- The matrix list[first+1 ...] of the given sizes, in as many blocks of columns as the lines need.
local function add_matrix(out, list, first, rows, columns, format, indent)
  local fit = math.floor((kLineWidth - #indent) / (format.width + 1))
  if format.width == math.huge then fit = columns end
  local row_start = indent
  if format.scale ~= 1 then row_start = indent .. ' ' end
  out[#out + 1] = indent
  for from = 1, columns, fit do
    local to = math.min(from + fit - 1, columns)
    if fit < columns then
      out[#out + 1] = (from > 1 and '\n' or '') .. 'Columns ' .. from .. ' to ' .. to .. '\n' .. indent
    end
    if format.scale ~= 1 then out[#out + 1] = scale_line(format) .. ' ' .. indent end
    local row = {}
    for r = 0, rows - 1 do
      for c = from, to do
        row[c - from + 1] = string.format(format.text, list[first + r * columns + c] / format.scale)
      end
      out[#out + 1] = (r > 0 and row_start or '') .. table.concat(row, ' ') .. '\n'
    end
  end
end

-- The matrices in a tensor of more dimensions, the first dimension's index running fastest.
local function add_slices(out, t, sizes, format)
  local list, dims = t:storage(), #sizes
  local rows, columns = sizes[dims - 1], sizes[dims]
  local strides = t:stride()
  local index = {}
  for d = 1, dims - 2 do index[d] = 1 end
  while true do
    local first = 0
    for d = 1, dims - 2 do first = first + (index[d] - 1) * strides[d] end
    out[#out + 1] = '(' .. table.concat(index, ',') .. ',.,.) = \n'
    add_matrix(out, list, first, rows, columns, format, ' ')
    local d = 1
    while d <= dims - 2 and index[d] == sizes[d] do
      index[d] = 1
      d = d + 1
    end
    if d > dims - 2 then return end
    index[d] = index[d] + 1
    out[#out + 1] = '\n'
  end
end

-- tostring(tensor)
function M.tensor(t)
  local name = t.__typename
  if t:dim() == 0 then return '[' .. name .. ' with no dimension]\n' end
  -- in a storage of its own, since the format follows from what is shown
  local values = t:double()
  if values:storage():size() ~= values:nElement() or not values:isContiguous() then
    values = values:clone()
  end
  local sizes, list = values:size():totable(), values:storage()
  local format = choose_format(list, list:size())
  local out = {}
  if #sizes == 1 then
    add_vector(out, list, sizes[1], format)
  elseif #sizes == 2 then
    add_matrix(out, list, 0, sizes[1], sizes[2], format, '')
  else
    add_slices(out, values, sizes, format)
  end
  out[#out + 1] = '[' .. name .. ' of size ' .. table.concat(sizes, 'x') .. ']\n'
  return table.concat(out)
end

-- tostring(storage)
function M.storage(s)
  local n, out = s:size(), {}
  if n > 0 then
    local list = torch.DoubleStorage(n):copy(s)
    add_vector(out, list, n, choose_format(list, n))
  end
  out[#out + 1] = '[' .. s.__typename .. ' of size ' .. n .. ']\n'
  return table.concat(out)
end

return M
