-- SPDX-License-Identifier: BSD-3-Clause
-- nngraph.simple_print: drawings with the nodes that compute something only: no splits, no nn.Identity,
-- no nodes at the ends. What they connected is connected directly.

local graphviz = require 'graph.graphviz'

local M = {}

local function is_shown(node)
  local module = node.data and node.data.module
  return module ~= nil and torch.typename(module) ~= 'nn.Identity'
end

-- The shown nodes that come next after `node`, through any that are not.
local function successors(node)
  local list, seen = {}, {}
  local pending = {node}
  while #pending > 0 do
    for _, child in ipairs(table.remove(pending).children) do
      if not seen[child] then
        seen[child] = true
        table.insert(is_shown(child) and list or pending, child)
      end
    end
  end
  table.sort(list, function(a, b) return a.id < b.id end)
  return list
end

-- todot(g, [title]): the graph, net.fg or net.bg, in graphviz's language.
function M.todot(g, title)
  local reduced = graph.Graph()
  local copies = {}
  local function copy(node)
    copies[node] = copies[node] or node.new(node.data)
    return copies[node]
  end
  for _, node in ipairs(g.nodes) do
    if is_shown(node) then
      reduced:place(copy(node))
      for _, child in ipairs(successors(node)) do
        reduced:add(graph.Edge(copy(node), copy(child)))
      end
    end
  end
  return reduced:todot(title)
end

-- dot(g, [title], [name]): draws it as graph.dot does.
function M.dot(g, title, name)
  return graphviz.draw('nngraph.simple_print.dot', M.todot(g, title), name)
end

return M
