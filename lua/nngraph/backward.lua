-- SPDX-License-Identifier: BSD-3-Clause
-- The backward pass of nn.gModule: each node hands the gradient with respect to its inputs to the nodes
-- they came from, where those of several takers add up. A node that no gradient comes to (a taker may
-- have none to give, such as a layer of indices) hands on none.

local failure = require 'nngraph.failure'
local guard, wrong, describe = failure.guard, failure.wrong, failure.describe

local M = {}

local function input_of(data)
  return #data.mapindex == 1 and data.input[1] or data.input
end

-- Empties the lists of gradients. The table that gathers the gradients of a split's parts is kept.
local function clear(nodes)
  for i = 1, #nodes do
    local data = nodes[i].data
    local list = data.gradOutput
    if not list then
      data.gradOutput = {}
    else
      local parts = data.nSplitOutputs and list[1]
      for k = #list, 1, -1 do
        list[k] = nil
      end
      if parts then
        for key in pairs(parts) do
          parts[key] = nil
        end
        list[1] = parts
      end
    end
  end
end

local function same_size(a, b)
  return torch.isTensor(a) and torch.isTensor(b) and a:isSameSizeAs(b)
end

-- The sum of two or more gradients, in the node's own buffer.
local function sum(data, list)
  local total, added = data.gradOutputBuffer, 1
  local first = list[1]
  if same_size(first, list[2]) then
    if not torch.isTensor(total) then total = first.new() end
    total:resize(first:size())
    torch.add(total, first, list[2])
    added = 2
  else
    total = nn.utils.recursiveResizeAs(total or {}, first)
    total = nn.utils.recursiveCopy(total, first)
  end
  for i = added + 1, #list do
    total = nn.utils.recursiveAdd(total, list[i])
  end
  data.gradOutputBuffer = total
  return total
end

local function total_gradient(self, node)
  local data = node.data
  local list = data.gradOutput
  if list[2] ~= nil then return guard(self, node, sum, data, list) end
  if data.nSplitOutputs and list[1] and next(list[1]) == nil then return nil end
  return list[1]
end

local function hand_on(self, node, gradient)
  local sources = node.data.mapindex
  if #sources == 1 then
    table.insert(sources[1].gradOutput, gradient)
  elseif #sources > 1 then
    if type(gradient) ~= 'table' then
      wrong(self, node, 'a table of ', #sources, ' gradients expected from ',
            torch.type(node.data.module), ', got ', describe(gradient))
    end
    for i = 1, #sources do
      local one = gradient[i]
      if one ~= nil then table.insert(sources[i].gradOutput, one) end
    end
  end
end

-- Puts the gradient of a part of a split in its place.
local function gather(data, gradient)
  local list = data.mapindex[1].gradOutput
  list[1] = list[1] or {}
  list[1][data.selectindex] = gradient
end

-- backward(self, f, gradOutput, scale): calls f(module, input, gradOutput, scale), which returns the
-- gradient with respect to the input, for each module, the last first. Returns the network's.
function M.backward(self, f, gradOutput, scale)
  local nodes, last = self.backwardnodes, self.outnode.data
  local count = #last.mapindex
  if not last.input or last.input[1] == nil then wrong(self, nil, 'backward before forward') end
  if count > 1 and (type(gradOutput) ~= 'table' or #gradOutput ~= count) then
    wrong(self, nil, 'a table of ', count, ' gradients expected, got ', describe(gradOutput))
  end
  clear(nodes)
  last.gradOutput[1] = gradOutput
  for i = 1, #nodes do
    local node = nodes[i]
    local data, gradient = node.data, total_gradient(self, node)
    if gradient == nil then -- luacheck: ignore
    elseif data.selectindex then
      gather(data, gradient)
    else
      local module = data.module
      if module then gradient = guard(self, node, f, module, input_of(data), gradient, scale) end
      if gradient ~= nil then hand_on(self, node, gradient) end
    end
    if self.verbose then print(node:label()) end
  end
  self.gradInput = self.innode.data.gradOutput[1]
  return self.gradInput
end

-- accumulate(self, method, factor): module[method](module, input, gradOutput, factor) for each module,
-- with the gradients of the backward pass before.
function M.accumulate(self, method, factor)
  for _, node in ipairs(self.backwardnodes) do
    local data, module = node.data, node.data.module
    if module then
      local list = data.gradOutput
      if not list then wrong(self, node, 'accGradParameters before updateGradInput') end
      local gradient = #list > 1 and data.gradOutputBuffer or list[1]
      if gradient ~= nil then
        guard(self, node, module[method], module, input_of(data), gradient, factor)
      end
    end
    if self.verbose then print(node:label()) end
  end
end

return M
