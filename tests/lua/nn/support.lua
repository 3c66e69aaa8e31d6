-- SPDX-License-Identifier: BSD-3-Clause
-- What the tests of nn share: comparing nested tables of tensors, finite differences for layers whose
-- inputs are tables too, and the count of live tensors.

local M = {}

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
M.golden = folder .. '/../../golden/'

-- Calls f(a, b, path) for the tensors in the same places of two nested tables.
local function each_pair(a, b, f, path)
  if torch.isTensor(b) or type(b) == 'number' then return f(a, b, path) end
  for key in pairs(b) do
    each_pair(a[key], b[key], f, path .. '.' .. key)
  end
end

local function largest(t)
  local result = 0
  t = t:double():contiguous():view(-1)
  for i = 1, t:nElement() do
    local value = math.abs(t[i])
    if not (value <= result) then result = value end -- a NaN stays
  end
  return result
end
M.largest = largest

-- The largest difference between two tensors (numbers, nested tables of them), relative to the
-- largest element of `b` where that is above 1. Infinite where sizes differ.
function M.difference(a, b)
  local result = 0
  each_pair(a, b, function(x, y)
    if type(y) == 'number' then x, y = torch.Tensor {x}, torch.Tensor {y} end
    if not torch.isTensor(x) or not x:isSameSizeAs(y) then
      result = math.huge
    elseif y:nElement() > 0 then
      local distance = largest(x:double() - y:double()) / math.max(1, largest(y))
      if not (distance <= result) then result = distance end
    end
  end, '')
  return result
end

-- A deep copy of nested tables of tensors, of another type if one is given.
function M.copy(t, typename)
  if torch.isTensor(t) then return typename and t:type(typename):clone() or t:clone() end
  if type(t) ~= 'table' or torch.typename(t) then return t end
  local result = {}
  for key, value in pairs(t) do
    result[key] = M.copy(value, typename)
  end
  return result
end

-- Every tensor of a nested table.
local function tensors_of(t, list)
  if torch.isTensor(t) then
    table.insert(list, t)
  elseif type(t) == 'table' then
    for _, value in ipairs(t) do
      tensors_of(value, list)
    end
  end
  return list
end

-- The weighted sum of all outputs: a number whose gradient is that of backward(input, weights).
local function weighted(output, weights)
  local sum = 0
  local w = tensors_of(weights, {})
  for i, y in ipairs(tensors_of(output, {})) do
    sum = sum + torch.cmul(y, w[i]):sum()
  end
  return sum
end

-- The largest difference between the gradients by backward and by finite differences, for the input
-- (a double tensor or nested table of them) and every parameter. Relative to the largest gradient.
function M.gradient_error(module, input, step)
  step = step or 1e-5
  module:zeroGradParameters()
  local output = module:forward(input)
  local weights = M.copy(output)
  for _, t in ipairs(tensors_of(weights, {})) do
    t:uniform(-1, 1)
  end
  local gradInput = M.copy(module:backward(input, M.copy(weights)))
  local variables = tensors_of(input, {})
  local gradients = tensors_of(gradInput, {})
  local parameters, gradParameters = module:parameters()
  for i, p in ipairs(parameters or {}) do
    table.insert(variables, p)
    table.insert(gradients, gradParameters[i]:clone())
  end
  local worst, scale = 0, 1
  for i, variable in ipairs(variables) do
    local flat, gradient = variable:view(-1), gradients[i]:contiguous():view(-1)
    for k = 1, flat:nElement() do
      local value = flat[k]
      flat[k] = value + step
      local above = weighted(module:forward(input), weights)
      flat[k] = value - step
      local below = weighted(module:forward(input), weights)
      flat[k] = value
      local expected = (above - below) / (2 * step)
      scale = math.max(scale, math.abs(expected))
      worst = math.max(worst, math.abs(expected - gradient[k]))
    end
  end
  return worst / scale
end

-- The same for a criterion and its input.
function M.criterion_error(criterion, input, target, step)
  step = step or 1e-5
  criterion:forward(input, target)
  local gradient = criterion:backward(input, target):clone():contiguous():view(-1)
  local flat, worst = input:view(-1), 0
  for k = 1, flat:nElement() do
    local value = flat[k]
    flat[k] = value + step
    local above = criterion:forward(input, target)
    flat[k] = value - step
    local below = criterion:forward(input, target)
    flat[k] = value
    worst = math.max(worst, math.abs((above - below) / (2 * step) - gradient[k]))
  end
  return worst
end

return M
