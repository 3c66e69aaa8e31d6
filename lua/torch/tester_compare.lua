-- SPDX-License-Identifier: BSD-3-Clause
-- When torch.Tester takes two values for equal. Tables are compared by their contents, tensors
-- and storages by type, size and elements, numbers within a tolerance, the rest by `==`.
--
-- Numbers are equal when they are the same, infinities too, or when |a - b| <= tolerance. NaN, as in
-- Torch7, equals nothing. (In Torch7 an infinity did not even equal itself: inf - inf is NaN.)

local torch = require 'torch.env'

local describe = require 'torch.describe'

local M = {}

-- A value in a report: texts as they are, objects by name and size.
local function text_of(value)
  return type(value) == 'string' and value or describe(value)
end
M.text_of = text_of

-- Differences of other types could wrap around or lose digits; those of Longs stay exact as Longs.
local function comparable(tensor)
  local name = torch.type(tensor)
  if name:find('Long') or name:find('Float') or name:find('Double') then return tensor end
  return tensor:double()
end

local function max_difference(a, b)
  if a:nElement() == 0 then return 0 end
  a, b = comparable(a), comparable(b)
  local differences = a:clone():add(-1, b):abs()
  local largest = differences:max()
  if largest == largest then return largest end
  -- A NaN: from a NaN, or from infinities, which differ by nothing where they are equal.
  return differences:maskedFill(a:eq(b), 0):max()
end

-- number_difference(a, b): how far two numbers are apart; NaN where one is NaN.
function M.number_difference(a, b)
  return a == b and 0 or math.abs(a - b)
end

local function tolerance_violation(what, difference, tolerance)
  return ('%s violation: max diff=%s, tolerance=%s'):format(what, difference, tolerance)
end

local function check_difference(what, difference, tolerance)
  local holds = difference <= tolerance -- false for NaN
  if not holds then return tolerance_violation(what, difference, tolerance) end
end

-- Why two tensors are not equal, nil if they are. With `any_shape`, tensors of the same number of
-- elements may be equal.
function M.tensor_difference(a, b, tolerance, any_shape)
  if torch.type(a) ~= torch.type(b) then
    return ('The tensors have different types: %s and %s'):format(torch.type(a), torch.type(b))
  end
  if any_shape and a:nElement() ~= b:nElement() then
    return ('The tensors have different sizes: %d and %d elements'):format(
      a:nElement(), b:nElement())
  end
  if not any_shape and not a:isSameSizeAs(b) then
    local function sizes(tensor)
      local list = {}
      for d = 1, tensor:dim() do
        list[d] = tensor:size(d)
      end
      return #list == 0 and 'empty' or table.concat(list, 'x')
    end
    return ('The tensors have different %s: %s and %s'):format(
      a:dim() == b:dim() and 'sizes' or 'dimensions', sizes(a), sizes(b))
  end
  return check_difference('TensorEQ(==)', max_difference(a, b), tolerance)
end

local function as_tensor(storage)
  local kind = torch.type(storage):match('([^.]+)Storage$')
  return torch[kind .. 'Tensor']():set(storage)
end

local function storage_difference(a, b, tolerance)
  if torch.type(a) ~= torch.type(b) then
    return ('The storages have different types: %s and %s'):format(torch.type(a), torch.type(b))
  end
  if a:size() ~= b:size() then
    return ('The storages have different sizes: %d and %d'):format(a:size(), b:size())
  end
  if a:size() == 0 then return nil end
  return check_difference('StorageEQ(==)', max_difference(as_tensor(a), as_tensor(b)), tolerance)
end

-- Goes through the tables level by level, so that what differs nearest to the top is told, and
-- takes each pair of tables once, so that tables may contain themselves.
local function table_difference(a, b, tolerance)
  local pairs_to_do = {{a, b, ''}}
  local seen = {}
  local function visit(x, y, place)
    seen[x] = seen[x] or {}
    if seen[x][y] then return end
    seen[x][y] = true
    table.insert(pairs_to_do, {x, y, place .. '.'})
  end
  local at = 1
  while pairs_to_do[at] do
    local x, y, path = unpack(pairs_to_do[at])
    for key, value in pairs(x) do
      local place = path .. text_of(key)
      local other = y[key]
      if other == nil then
        return ('Entry %s missing in second table (is %s in first)'):format(place, text_of(value))
      elseif type(value) == 'table' and type(other) == 'table' then
        visit(value, other, place)
      else
        local text = M.difference(value, other, tolerance)
        if text then return 'At table location ' .. place .. ': ' .. text end
      end
    end
    for key, value in pairs(y) do
      if x[key] == nil then
        return ('Entry %s missing in first table (is %s in second)'):format(path .. text_of(key),
                                                                             text_of(value))
      end
    end
    at = at + 1
  end
end

local function within(tolerance)
  return tolerance > 0 and ' with tolerance=' .. tolerance or ''
end

-- Why `a` and `b` are not equal, as a text; nil if they are.
function M.difference(a, b, tolerance)
  local kind = type(a)
  if kind ~= type(b) then
    return ('EQ failed: values have different types (first: %s, second: %s)'):format(kind, type(b))
  elseif kind == 'number' then
    if M.number_difference(a, b) <= tolerance then return nil end
    return ('EQ failed: %s ~= %s%s'):format(a, b, within(tolerance))
  elseif kind == 'table' then
    return table_difference(a, b, tolerance)
  elseif torch.isTensor(a) and torch.isTensor(b) then
    return M.tensor_difference(a, b, tolerance)
  elseif torch.isStorage(a) and torch.isStorage(b) then
    return storage_difference(a, b, tolerance)
  elseif a ~= b then
    return ('EQ failed: %s (%s) ~= %s (%s)'):format(text_of(a), kind, text_of(b), type(b))
  end
end

-- The complaint about two values that should have differed.
function M.sameness(a, b, tolerance)
  if type(a) == 'number' then
    return ('NE failed: %s == %s%s'):format(a, b, within(tolerance))
  elseif type(a) == 'table' then
    return 'The tables are equal'
  elseif torch.isTensor(a) then
    return tolerance_violation('TensorNE(==)', max_difference(a, b), tolerance)
  elseif torch.isStorage(a) then
    return 'The storages are equal'
  end
  return ('NE failed: %s (%s) == %s (%s)'):format(text_of(a), type(a), text_of(b), type(b))
end

return M
