-- SPDX-License-Identifier: BSD-3-Clause
-- nngraph.nest(nodes): one node that gives the outputs of a nested table of nodes, in the same nesting:
-- nngraph.nest({h, {c1, c2}}). Of one node it is that node itself.

local fail = require('torch.error').fail
local nngraph = require 'nngraph.env'
local call = require('nngraph.call').call

local function is_list(value)
  return type(value) == 'table' and torch.typename(value) == nil and value[1] ~= nil
end

local function nested(value)
  if torch.typename(value) == 'nngraph.Node' then return value end
  if not is_list(value) then
    fail('nngraph.nest', 'nodes and tables of nodes expected, got ', torch.type(value))
  end
  local nodes = {}
  for i, one in ipairs(value) do
    nodes[i] = nested(one)
  end
  return call(#nodes == 1 and nngraph.JustTable() or nn.Identity(), nodes)
end

function nngraph.nest(...)
  if select('#', ...) ~= 1 then
    fail('nngraph.nest', 'one node or one table of nodes expected, got ', select('#', ...), ' arguments')
  end
  return nested((...))
end

return nngraph.nest
