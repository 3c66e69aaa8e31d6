-- SPDX-License-Identifier: BSD-3-Clause
-- nn.utils: functions on nested tables of tensors, which are what table layers pass around, and on
-- modules' buffers.

local fail = require('torch.error').fail
local nesting = require 'nn.nesting'
local enter, leave = nesting.enter, nesting.leave
local isTensor, isTypeOf, pointer = torch.isTensor, torch.isTypeOf, torch.pointer

local utils = {}

-- A plain Lua table, not an object of a class.
local function is_table(value)
  return type(value) == 'table' and torch.typename(value) == nil
end

-- Fails unless there is a class of tensors called `typename`.
function utils.checkType(where, typename)
  if type(typename) == 'string' and typename:find('Tensor$') and torch.getmetatable(typename) then
    return
  end
  local gpu = type(typename) == 'string' and typename:find('^torch%.Cuda')
  fail(where, 'there is no tensor type ', typename,
       gpu and ": require 'cutorch' comes first" or '')
end

-- Converts the elements of a tensor's whole storage, once for all tensors that share it.
local function converted_storage(tensor, typename, cache)
  local storage = tensor:storage()
  local key = pointer(storage)
  if not cache[key] then
    local whole = tensor.new(storage)
    cache[key] = whole:nElement() > 0 and whole:type(typename):storage() or
      torch.getmetatable(typename).new(1):storage():resize(0)
  end
  return cache[key]
end

local function converted(tensor, typename, cache)
  if not cache[tensor] then
    local result = torch.getmetatable(typename).new()
    if tensor:storage() then
      result:set(converted_storage(tensor, typename, cache), tensor:storageOffset(), tensor:size(),
                 tensor:stride())
    end
    cache[tensor] = result
  end
  return cache[tensor]
end

-- utils.recursiveType(param, type, [cache]): the tensor, or the nested table of tensors, modules and
-- criterions (changed in place), in another type. Tensors that share a storage still do afterwards;
-- across several calls if the same `cache` table is passed to them.
function utils.recursiveType(param, typename, cache)
  if not cache then
    utils.checkType('nn.utils.recursiveType', typename)
    cache = {}
  end
  if isTensor(param) then
    return torch.typename(param) == typename and param or converted(param, typename, cache)
  elseif is_table(param) then
    for key, value in pairs(param) do
      local is_inner = is_table(value)
      if is_inner then enter('nn.utils.recursiveType', value) end
      param[key] = utils.recursiveType(value, typename, cache)
      if is_inner then leave() end
    end
  elseif isTypeOf(param, 'nn.Module') or isTypeOf(param, 'nn.Criterion') then
    enter('type', param)
    param:type(typename, cache)
    leave()
  end
  return param
end

local function wrong_kinds(name, a, b)
  fail('nn.utils.' .. name, 'nested tensors or tables expected, got ', torch.type(a), ' and ',
       torch.type(b))
end

-- Calls f(t1, t2) for the tensors of `t2` and those in the same places of `t1`; f returns the new
-- first one. Returns the table (or tensor) of the results and t2.
local function recurse(name, t1, t2, f)
  if isTensor(t2) then return f(t1, t2), t2 end
  if not is_table(t2) then wrong_kinds(name, t1, t2) end
  if not is_table(t1) then t1 = {t1} end
  enter('nn.utils.' .. name, t2)
  for key, value in pairs(t2) do
    t1[key] = recurse(name, t1[key], value, f)
  end
  leave()
  return t1, t2
end

nesting.counts(utils.recursiveType, recurse)

local function resized(t1, t2)
  return (isTensor(t1) and t1 or t2.new()):resize(t2:size())
end

local function remove_others(t1, t2)
  if not is_table(t2) then return end
  for key, value in pairs(t1) do
    if t2[key] == nil then t1[key] = nil else remove_others(value, t2[key]) end
  end
end

-- recursiveResizeAs(t1, t2): gives `t1` the structure and sizes of `t2`; what is missing is made,
-- what is too much removed. Returns both.
function utils.recursiveResizeAs(t1, t2)
  t1 = recurse('recursiveResizeAs', t1, t2, resized)
  remove_others(t1, t2)
  return t1, t2
end

-- recursiveFill(t, value): fills every tensor of `t`; returns it.
function utils.recursiveFill(t, value)
  recurse('recursiveFill', t, t, function(tensor) return tensor:fill(value) end)
  return t
end

-- recursiveAdd(t1, [factor], t2): t1 + factor t2, in place. Returns both.
function utils.recursiveAdd(t1, factor, t2)
  if t2 == nil then factor, t2 = 1, factor end
  return recurse('recursiveAdd', t1, t2, function(a, b)
    if not isTensor(a) then wrong_kinds('recursiveAdd', a, b) end
    return a:add(factor or 1, b)
  end)
end

-- recursiveCopy(t1, t2, [async]): copies `t2` to `t1`, which is resized and completed. Returns both.
function utils.recursiveCopy(t1, t2, async)
  return recurse('recursiveCopy', t1, t2, function(a, b)
    a = resized(a, b)
    return async and a.copyAsync and a:copyAsync(b) or a:copy(b)
  end)
end

-- addSingletonDimension([view], t, [dim]): a view of `t` with a new dimension of size 1 at `dim`
-- (default 1), set on the tensor `view` if one is given.
function utils.addSingletonDimension(...)
  local view, t, dim = ...
  if select('#', ...) < 3 then
    view, t, dim = nil, ...
  elseif not isTensor(view) then
    fail('nn.utils.addSingletonDimension', 'output tensor expected, got ', torch.type(view))
  end
  if not isTensor(t) then
    fail('nn.utils.addSingletonDimension', 'input tensor expected, got ', torch.type(t))
  end
  dim = dim or 1
  if dim < 1 or dim > t:dim() + 1 then
    fail('nn.utils.addSingletonDimension', 'dimension ', dim, ' is not in 1 to ', t:dim() + 1)
  end
  local size, stride = t:size():totable(), t:stride():totable()
  table.insert(size, dim, 1)
  table.insert(stride, dim, 1)
  return (view or t.new()):set(t:storage(), t:storageOffset(), torch.LongStorage(size),
                               torch.LongStorage(stride))
end

-- contiguousView([output], input, ...): `input` under the sizes that follow; a view where it is
-- contiguous, else a copy in `output`.
function utils.contiguousView(output, input, ...)
  output = output or input.new()
  if input:isContiguous() then return output:view(input, ...) end
  output:resize(input:size()):copy(input)
  return output:view(output, ...)
end

-- utils.clear(object, name...) or clear(object, {name...}): empties these fields: tensors lose their
-- storage (those that share the tensor object see it), tables become new ones, others nil. Returns
-- the object.
function utils.clear(object, ...)
  local names = type((...)) == 'table' and (...) or {...}
  for _, name in ipairs(names) do
    local value = object[name]
    if isTensor(value) then
      value:set()
    elseif is_table(value) then
      object[name] = {}
    elseif value then
      object[name] = nil
    end
  end
  return object
end

-- accumulateIntoParameters(container, input, gradOutput, lr): accUpdateGradParameters for a container: its
-- accGradParameters with the parameters of all within it in the place of their gradients.
function utils.accumulateIntoParameters(container, input, gradOutput, lr)
  local modules, kept = container:listModules(), {}
  for i, module in ipairs(modules) do
    kept[i] = {module.gradWeight, module.gradBias}
    module.gradWeight, module.gradBias = module.weight, module.bias
  end
  local ok, err = pcall(container.accGradParameters, container, input, gradOutput, -lr)
  for i, module in ipairs(modules) do
    module.gradWeight, module.gradBias = kept[i][1], kept[i][2]
  end
  if not ok then error(err, 0) end
end

-- dropOnCast(class, parent, name...): casts of the class's modules drop these fields: buffers of types of
-- their own, which the next forward makes anew.
function utils.dropOnCast(class, parent, ...)
  local names = {...}
  function class:type(name, cache)
    for _, field in ipairs(name and names or {}) do
      self[field] = nil
    end
    return parent.type(self, name, cache)
  end
end

-- replaceResults(module): clearState for a module whose `output` and `gradInput` may be other modules'
-- tensors: new empty ones take their place. Returns the module.
function utils.replaceResults(module)
  for _, name in ipairs {'output', 'gradInput'} do
    local value = module[name]
    if isTensor(value) then
      module[name] = value.new()
    elseif type(value) == 'table' then
      module[name] = {}
    else
      module[name] = nil
    end
  end
  return module
end

nn.utils = utils

return utils
