-- SPDX-License-Identifier: BSD-3-Clause
-- What the tests of nn share: comparing nested tables of tensors, finite differences for layers whose
-- inputs are tables too, and the count of live tensors.

local M = {fails = require('support.checks').fails}

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
    if value > result or value ~= value then result = value end -- a NaN stays
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
      if distance > result or distance ~= distance then result = distance end
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

--- A tensor of these sizes with random elements from -1 to 1.
function M.uniform(...)
  return torch.Tensor(...):uniform(-1, 1)
end

--- The same away from 0, where many layers have a kink: from 0.2 to 2 and from -2 to -0.2.
function M.off_zero(...)
  local t = torch.Tensor(...):uniform(0.2, 2)
  return t:cmul(torch.Tensor(...):bernoulli(0.5):mul(2):add(-1))
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
    local a, b = y:contiguous():view(-1), w[i]:view(-1)
    for k = 1, a:nElement() do
      sum = sum + a[k] * b[k]
    end
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

-- The same elements with other strides: the last dimension is the outermost in memory.
local function strided(t)
  if not torch.isTensor(t) then
    local result = {}
    for i, one in ipairs(t) do
      result[i] = strided(one)
    end
    return result
  end
  local dims = t:dim()
  local sizes = t:size():totable()
  table.insert(sizes, 1, table.remove(sizes))
  table.insert(sizes, 2) -- every other element: a vector is strided too
  local view = t.new(torch.LongStorage(sizes)):select(dims + 1, 2)
  for d = 1, dims - 1 do
    view = view:transpose(d, d + 1)
  end
  return view:copy(t)
end
M.strided = strided

-- Runs a module forward and backward with gradOutputs that depend on the seed only. Returns what
-- came out, as copies.
local function run(module, input, seed)
  torch.manualSeed(seed or 7)
  local output = module:forward(input)
  local gradOutput = M.copy(output)
  for _, t in ipairs(tensors_of(gradOutput, {})) do
    t:copy(torch.Tensor(t:size()):uniform(-1, 1))
  end
  module:zeroGradParameters()
  output = M.copy(output)
  local gradInput = M.copy(module:backward(input, gradOutput))
  local _, gradients = module:parameters()
  return {output, gradInput, M.copy(gradients or {})}
end
M.run = run

-- The checks that every layer must pass, with a module from `make()` and a double input (a tensor or
-- a nested table of them). Options: `batch`: rows of the input are samples, which must give the same
-- alone; `smooth` false: no finite differences (steps at kinks); `tolerance` of these; `inplace`: the
-- input is changed.
function M.check_layer(tester, name, make, input, options)
  options = options or {}
  torch.manualSeed(3)
  local module = make()
  local function same(a, b, tolerance, what)
    local difference = M.difference(a, b)
    tester:assert(difference <= tolerance, name .. ': ' .. what .. ' differs by ' .. difference)
  end
  if options.smooth ~= false then
    local err = M.gradient_error(module, M.copy(input))
    tester:assert(err < (options.tolerance or 1e-7), name .. ': finite differences differ by ' .. err)
  end
  local expected = run(module, M.copy(input))
  same(run(module, strided(input)), expected, 1e-12, 'a strided input')

  -- Separate calls and scales.
  local output = M.copy(module:forward(M.copy(input)))
  for _, t in ipairs(tensors_of(output, {})) do
    t:uniform(-1, 1)
  end
  local _, gradients = module:parameters()
  if gradients and #gradients > 0 then
    torch.manualSeed(5)
    module:forward(input)
    module:zeroGradParameters()
    local whole = M.copy(module:backward(input, M.copy(output)))
    local sums = M.copy(gradients)
    module:zeroGradParameters()
    same(module:updateGradInput(input, M.copy(output)), whole, 1e-12, 'updateGradInput alone')
    module:accGradParameters(input, M.copy(output), 0.25)
    module:accGradParameters(input, M.copy(output), 0.75)
    same(gradients, sums, 1e-12, 'accGradParameters in two parts')
  end

  -- Copies, files, other types.
  same(run(module:clone(), M.copy(input)), expected, 1e-12, 'a clone')
  local sharing = module:clone('weight', 'bias', 'gradWeight', 'gradBias')
  same(run(sharing, M.copy(input)), expected, 1e-12, 'a clone that shares its parameters')
  local own, other = module:parameters() or {}, sharing:parameters() or {}
  for i, parameter in ipairs(own) do
    for _, field in ipairs {'weight', 'bias'} do
      if rawequal(parameter, module[field]) then
        tester:assert(torch.pointer(parameter:storage()) == torch.pointer(other[i]:storage()),
                      name .. ': ' .. field .. ' is not shared')
      end
    end
  end
  local size = #torch.serialize(module)
  local loaded = torch.deserialize(torch.serialize(module:clearState()))
  tester:assert(module:clearState() == module, name .. ': clearState returns the module')
  tester:assert(#torch.serialize(module) <= size, name .. ': clearState makes files smaller')
  same(run(loaded, M.copy(input)), expected, 1e-12, 'a loaded module')
  same(run(module, M.copy(input)), expected, 1e-12, 'a cleared module')
  local float = module:clone():float()
  tester:eq(float:type(), 'torch.FloatTensor')
  same(run(float, M.copy(input, 'torch.FloatTensor')), expected, 1e-4, 'float')
  same(run(float:double(), M.copy(input)), expected, 1e-4, 'float and back')
  tester:eq(tostring(loaded), tostring(module))

  if options.batch then
    local whole = M.copy(module:forward(M.copy(input)))
    for i = 1, input:size(1) do
      same(module:forward(input[i]:clone()), whole[i], 1e-12, 'sample ' .. i)
    end
  end
end

-- Bytes of tensors that a second run of f leaves behind.
function M.leaked(f)
  local memory = require('tocha').memory
  local function live()
    f()
    collectgarbage()
    collectgarbage()
    return (memory())
  end
  local before = live()
  return live() - before
end

-- The largest difference between a criterion's gradient and finite differences, for an input that is
-- a tensor or a table of them.
function M.criterion_error(criterion, input, target, step)
  step = step or 1e-5
  criterion:forward(input, target)
  local gradients = tensors_of(M.copy(criterion:backward(input, target)), {})
  local worst = 0
  for i, tensor in ipairs(tensors_of(input, {})) do
    local flat, gradient = tensor:view(-1), gradients[i]:contiguous():view(-1)
    for k = 1, flat:nElement() do
      local value = flat[k]
      flat[k] = value + step
      local above = criterion:forward(input, target)
      flat[k] = value - step
      local below = criterion:forward(input, target)
      flat[k] = value
      worst = math.max(worst, math.abs((above - below) / (2 * step) - gradient[k]))
    end
  end
  return worst
end

-- The checks that every criterion must pass: finite differences, strides, copies, files, other types,
-- calls, leaks.
function M.check_criterion(tester, name, criterion, input, target)
  local err = M.criterion_error(criterion, input, target)
  tester:assert(err < 1e-8, name .. ': finite differences differ by ' .. err)
  local loss = criterion:forward(input, target)
  local gradient = M.copy(criterion:backward(input, target))
  tester:assert(loss == criterion.output)
  local view = M.strided(input)
  tester:assert(math.abs(criterion:forward(view, target) - loss) < 1e-12, name)
  tester:assert(M.difference(criterion:backward(view, target), gradient) < 1e-12, name)
  local copy = torch.deserialize(torch.serialize(criterion:clone()))
  tester:eq(copy:forward(input, target), loss)
  local float = criterion:clone():float()
  local float_input = M.copy(input, 'torch.FloatTensor')
  local float_target = M.copy(target, 'torch.FloatTensor')
  tester:assert(math.abs(float:forward(float_input, float_target) - loss) < 1e-4, name)
  tester:assert(M.difference(float:backward(float_input, float_target), gradient) < 1e-5, name)
  local l, g = criterion(input, target)
  tester:eq(l, loss)
  tester:assert(M.difference(g, gradient) == 0)
  tester:eq(M.leaked(function()
    criterion:forward(input, target)
    criterion:backward(input, target)
  end), 0)
end

return M
