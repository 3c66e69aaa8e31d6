-- SPDX-License-Identifier: BSD-3-Clause
-- The values that a field is given: for each kind of value that stands there now, those that a damaged
-- or hostile file may hold in its place. A list of {name, make(old, record)}.

local torch = require 'torch'

local function constant(value)
  return function() return value end
end

local anything = {
  {'nil', constant(nil)},
  {'true', constant(true)},
  {'text', constant('x')},
  {'an empty table', function() return {} end},
  {'a list', function() return {1, 2, 3} end},
  {'lists in a list', function() return {{1, 2}, {{3}}} end},
  {'a list of wild numbers', function() return {1e300, -1, 2 ^ 40} end},
  {'a tensor', function() return torch.Tensor {{1, 2}, {3, 4}} end},
  {'an empty tensor', function() return torch.Tensor() end},
  {'longs', function() return torch.LongTensor {1, 2 ^ 40, -1} end},
  {'an empty storage', function() return torch.LongStorage() end},
  {'a storage of bytes', function() return torch.ByteStorage(3):fill(255) end},
  {'a storage of wild numbers', function() return torch.LongStorage {2 ^ 32, 2 ^ 31, -1} end},
  {'a storage that multiplies to 0', function() return torch.LongStorage {2 ^ 32, 2 ^ 32} end},
  {'a long storage', function() return torch.LongStorage(20):fill(2) end},
  {'the module', function(_, record) return record.module end},
  {'the input', function(_, record) return record.input end},
}
for _, number in ipairs {-1, 0, 0.5, 1, 2, 3, 7, 100, 2 ^ 31 - 1, 2 ^ 31, -2 ^ 31, 2 ^ 32, 2 ^ 33 + 1,
                         2 ^ 40, 2 ^ 53, -2 ^ 63, 2 ^ 62, 1e300, -1e300, 1e-300, 0 / 0, math.huge,
                         -math.huge} do
  anything[#anything + 1] = {('%.17g'):format(number), constant(number)}
end

-- A tensor of these sizes and strides over a storage that just holds it.
local function laid(t, sizes, strides)
  local size = 1
  for d = 1, #sizes do
    size = size + (sizes[d] > 1 and (sizes[d] - 1) * strides[d] or 0)
  end
  return t.new(t.new(size):fill(1):storage(), 1, torch.LongStorage(sizes), torch.LongStorage(strides))
end

local function sizes_of(t) return t:size():totable() end
local function same(n, value)
  local list = {}
  for i = 1, n do
    list[i] = value
  end
  return list
end

local function as(typename)
  return function(t) return t:type(typename) end
end
local function filled(value)
  return function(t) return t:clone():fill(value) end
end
local function of_size(f)
  return function(t) return t.new(unpack(f(sizes_of(t), t))):fill(1) end
end
-- The elements of `other` under the sizes of t, as far as they go.
local function shared(other)
  return function(t, record)
    local from = other(record)
    if not torch.isTensor(from) or from:type() ~= t:type() or not from:storage() then return t:clone() end
    if from:storage():size() < t:nElement() then return from end
    return t.new(from:storage(), 1, t:size())
  end
end

local tensors = {
  {'FloatTensor', as 'torch.FloatTensor'},
  {'DoubleTensor', as 'torch.DoubleTensor'},
  {'LongTensor', as 'torch.LongTensor'},
  {'ByteTensor', as 'torch.ByteTensor'},
  {'HalfTensor', as 'torch.HalfTensor'},
  {'one element', of_size(function() return {1} end)},
  {'an element more', of_size(function(_, t) return {t:nElement() + 1} end)},
  {'an element less', of_size(function(_, t) return {math.max(1, t:nElement() - 1)} end)},
  {'twice the elements', of_size(function(s)
    s[1] = s[1] * 2
    return s
  end)},
  {'half of the elements', of_size(function(s)
    s[#s] = math.ceil(s[#s] / 2)
    return s
  end)},
  {'a dimension in front', of_size(function(s)
    table.insert(s, 1, 1)
    return s
  end)},
  {'a dimension behind', of_size(function(s)
    table.insert(s, 1)
    return s
  end)},
  {'a dimension less', of_size(function(s)
    if #s > 1 then table.remove(s, 1) end
    return s
  end)},
  {'ten dimensions', of_size(function(_, t) return {t:nElement(), 1, 1, 1, 1, 1, 1, 1, 1, 1} end)},
  {'a vector', of_size(function(_, t) return {t:nElement()} end)},
  {'a row', function(t) return laid(t, {1, t:nElement()}, {t:nElement(), 1}) end},
  {'a row of a wild stride', function(t) return laid(t, {1, t:nElement()}, {2 ^ 33 + 1, 1}) end},
  {'a column of a wild stride', function(t) return laid(t, {t:nElement(), 1}, {1, 2 ^ 33 + 1}) end},
  {'ones of wild strides', function(t)
    return laid(t, same(math.max(1, t:dim()), 1), same(math.max(1, t:dim()), 2 ^ 62))
  end},
  {'every other element', function(t) return laid(t, {t:nElement()}, {2}) end},
  {'expanded', function(t) return laid(t, sizes_of(t), same(t:dim(), 0)) end},
  {'turned', function(t)
    local strides, step = {}, 1
    for d, size in ipairs(sizes_of(t)) do
      strides[d] = step
      step = step * size
    end
    return laid(t, sizes_of(t), strides)
  end},
  {'in the input', shared(function(record) return record.input end)},
  {'in the output', shared(function(record) return record.module.output end)},
  {'in the gradInput', shared(function(record) return record.module.gradInput end)},
  {'in the weight', shared(function(record) return record.module.weight end)},
}
for _, number in ipairs {-1, 0, 5, 1e6, 2 ^ 33, 2 ^ 62, 1e300, 0 / 0, math.huge} do
  tensors[#tensors + 1] = {('filled with %g'):format(number), filled(number)}
end

--- The hostile values for a field that holds `old`.
return function(old)
  local list = {}
  for _, one in ipairs(anything) do
    list[#list + 1] = one
  end
  if torch.isTensor(old) and old:nElement() > 0 then
    for _, one in ipairs(tensors) do
      list[#list + 1] = one
    end
  end
  return list
end
