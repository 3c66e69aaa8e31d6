-- SPDX-License-Identifier: BSD-3-Clause
-- What module(node) and module({node1, node2}) do once nngraph is loaded: a node that computes the
-- module of those nodes. module() is a node without inputs: one to be an input of the graph.

local fail = require('torch.error').fail
local refuse_class = require 'torch.refuse_class'
local Node = require 'nngraph.Node'

local M = {}

-- Fails unless every element of the list is a node.
function M.check_nodes(where, name, list)
  for i = 1, table.maxn(list) do
    local one = list[i]
    local kind = torch.typename(one)
    if kind == 'nngraph.Node' then -- luacheck: ignore
    elseif one == nil then
      fail(where, name, '[', i, '] is nil (typo / bad index?)')
    elseif kind and torch.isTypeOf(one, 'nn.Module') then
      fail(where, name, '[', i, '] is an nn.Module, specifically a ', kind, ', but the only valid thing ',
           'to pass is an instance of nngraph.Node: ', kind, '(...)() makes one of it')
    else
      refuse_class(where, one, 'module')
      fail(where, name, '[', i, '] should be an nngraph.Node but is of type ', kind or type(one))
    end
  end
end

function M.call(module, ...)
  local where, inputs = torch.type(module), (...)
  if select('#', ...) > 1 then
    fail(where, 'one node or one list of nodes expected, got ', select('#', ...), ' arguments')
  elseif select('#', ...) == 0 then
    inputs = {}
  elseif type(inputs) ~= 'table' or torch.typename(inputs) then
    inputs = {inputs}
    if inputs[1] == nil then M.check_nodes(where, 'inputs', {nil, true}) end
  elseif next(inputs) == nil then
    fail(where, 'cannot pass an empty table of inputs. To indicate no incoming connections, leave the ',
         'second set of parens blank.')
  end
  M.check_nodes(where, 'inputs', inputs)
  local node = Node.new {module = module}
  for _, input in ipairs(inputs) do
    node:add(input, true)
  end
  return node
end

return M
