-- SPDX-License-Identifier: BSD-3-Clause
-- The checks before nodes become a network. They change nothing: after an error the nodes can be put
-- right and used.

local fail = require('torch.error').fail
local check_nodes = require('nngraph.call').check_nodes

local where = 'nn.gModule'

local function label(data)
  return data.annotations._debugLabel or '?'
end

local function check_list(name, list)
  if type(list) ~= 'table' or torch.typename(list) then
    fail(where, 'a list of ', name, ' expected, got ', torch.type(list))
  end
  if next(list) == nil then fail(where, 'there are no ', name) end
  check_nodes(where, name, list)
  local positions = {}
  for i, node in ipairs(list) do
    local first = positions[node.data]
    if first then
      fail(where, name, ' ', first, ' and ', i, ' are the same node; put nn.Identity()(node) in the place ',
           'of one')
    end
    positions[node.data] = i
  end
  return positions
end

-- All nodes that the outputs are made from, each after those it takes.
local function reached_from(outputs)
  local nodes, seen, acyclic = {}, {}, {}
  for _, output in ipairs(outputs) do
    if output:hasCycle(acyclic) then
      fail(where, 'the graph has a cycle that leads to the node declared at ', label(output.data))
    end
    output:dfs(function(node) table.insert(nodes, node) end, seen)
  end
  return nodes
end

-- The nodes at the ends of another network's graph compute nothing and are no parts of a split.
local function belongs_elsewhere(data)
  return not data.module and not data.selectindex and not data.nSplitOutputs
end

-- Every taker of the node's output must be in the graph.
local function check_takers(data, present)
  local missing, count = nil, 0
  for taker in pairs(data.reverseMap) do
    if not present[taker.data] then
      missing, count = taker.data, count + 1
    end
  end
  if not missing then return end
  if data.nSplitOutputs then
    fail(where, count, ' of split(', data.nSplitOutputs, ') outputs from the node declared at ',
         label(data), ' are unused')
  elseif belongs_elsewhere(missing) then
    fail(where, 'the node declared at ', label(data), ' is an output of another nn.gModule')
  end
  fail(where, 'node declared on ', label(missing), ' does not connect to gmodule output')
end

return function(inputs, outputs)
  local is_input = check_list('inputs', inputs)
  check_list('outputs', outputs)
  local nodes, present = reached_from(outputs), {}
  for _, node in ipairs(nodes) do
    present[node.data] = true
  end
  for i, node in ipairs(inputs) do
    if not present[node.data] then
      fail(where, 'inputs[', i, '], the node declared at ', label(node.data), ', leads to no output')
    elseif #node.children > 0 then
      fail(where, 'inputs[', i, '], the node declared at ', label(node.data), ', has inputs itself')
    end
  end
  for _, node in ipairs(nodes) do
    local data = node.data
    local source = #node.children == 0 and not is_input[data]
    if source and not torch.isTypeOf(data.module, 'nnop.Parameters') then
      fail(where, 'the node declared at ', label(data), ' has no inputs and is not an input of the graph')
    end
    check_takers(data, present)
  end
end
