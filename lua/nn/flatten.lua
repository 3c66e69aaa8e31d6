-- SPDX-License-Identifier: BSD-3-Clause
-- One flat tensor for many: what getParameters gives to optimizers.
--
-- Storages come in the order of the tensors, and within a storage the stretches that the tensors
-- use, in the order of memory; what no tensor uses is left out. Tensors that share elements still do
-- afterwards. Tensors that already make up one stretch of one storage are left where they are, so
-- that a second call gives the same memory and does not cut earlier flat tensors off.

local fail = require('torch.error').fail

-- The elements between the first and the last one of a tensor, both included.
local function extent(tensor)
  local length = 1
  for d = 1, tensor:dim() do
    length = length + (tensor:size(d) - 1) * tensor:stride(d)
  end
  return length
end

-- Whether each element of the extent is one of the tensor's: otherwise other tensors must have it.
local function is_compact(tensor)
  local order = {}
  for d = 1, tensor:dim() do
    if tensor:size(d) > 1 and tensor:stride(d) > 0 then table.insert(order, d) end
  end
  table.sort(order, function(a, b) return tensor:stride(a) < tensor:stride(b) end)
  local step = 1
  for _, d in ipairs(order) do
    if tensor:stride(d) > step then return false end
    step = tensor:stride(d) * tensor:size(d)
  end
  return true
end

-- Groups the tensors by storage: {storage, spans}, a span being {tensor, first, last}.
local function group(tensors)
  local groups, by_pointer = {}, {}
  for i, tensor in ipairs(tensors) do
    if not torch.isTensor(tensor) then
      fail('nn.Module.flatten', 'parameter ', i, ' must be a tensor, got ', torch.type(tensor))
    end
    if torch.type(tensor) ~= torch.type(tensors[1]) then
      fail('nn.Module.flatten', 'tensor 1 is a ', torch.type(tensors[1]), ', tensor ', i, ' a ',
           torch.type(tensor))
    end
    if tensor:nElement() > 0 then
      local storage = tensor:storage()
      local key = torch.pointer(storage)
      if not by_pointer[key] then
        by_pointer[key] = {storage = storage}
        table.insert(groups, by_pointer[key])
      end
      local first = tensor:storageOffset()
      table.insert(by_pointer[key],
                   {tensor = tensor, first = first, last = first + extent(tensor) - 1})
    end
  end
  return groups
end

-- The spans of a storage merged into stretches that do not touch; each span gets its stretch.
local function stretches(spans)
  local list = {}
  table.sort(spans, function(a, b) return a.first < b.first end)
  for _, span in ipairs(spans) do
    local stretch = list[#list]
    if not stretch or span.first > stretch.last + 1 then
      stretch = {storage = spans.storage, first = span.first, last = span.last}
      table.insert(list, stretch)
    end
    stretch.last = math.max(stretch.last, span.last)
    span.stretch = stretch
  end
  return list
end

local function length(stretch)
  return stretch.last - stretch.first + 1
end

-- Fails if a stretch has elements that no tensor uses; only tensors with gaps can cause that.
local function check_gaps(spans)
  local gaps = false
  for _, span in ipairs(spans) do
    gaps = gaps or not is_compact(span.tensor)
  end
  if not gaps then return end
  local used = torch.ByteTensor(spans.storage:size()):zero()
  for _, span in ipairs(spans) do
    torch.ByteTensor(used:storage(), span.first, span.tensor:size(), span.tensor:stride()):fill(1)
  end
  for _, span in ipairs(spans) do
    for i = span.stretch.first, span.stretch.last do
      if used[i] == 0 then
        fail('nn.Module.flatten', 'a parameter of sizes ',
             table.concat(span.tensor:size():totable(), 'x'),
             ' leaves gaps in its storage; make it contiguous first')
      end
    end
  end
end

local function move(stretch, flat, at)
  local source = flat.new(stretch.storage, stretch.first, length(stretch))
  flat:narrow(1, at, length(stretch)):copy(source)
  stretch.at = at
end

return function(tensors)
  if not tensors or #tensors == 0 then return torch.Tensor() end
  local groups = group(tensors)
  local all, total = {}, 0
  for _, spans in ipairs(groups) do
    for _, stretch in ipairs(stretches(spans)) do
      table.insert(all, stretch)
      total = total + length(stretch)
    end
    check_gaps(spans)
  end
  if total == 0 then return tensors[1].new() end
  if #all == 1 then return tensors[1].new(all[1].storage, all[1].first, total) end

  local flat = tensors[1].new(total)
  local at = 1
  for _, stretch in ipairs(all) do
    move(stretch, flat, at)
    at = at + length(stretch)
  end
  for _, spans in ipairs(groups) do
    for _, span in ipairs(spans) do
      local tensor, stretch = span.tensor, span.stretch
      tensor:set(flat:storage(), stretch.at + span.first - stretch.first, tensor:size(),
                 tensor:stride())
    end
  end
  return flat
end
