-- SPDX-License-Identifier: BSD-3-Clause
-- graph.Graph(): a directed graph: the lists `nodes` and `edges`, which also have their members as
-- keys, with the positions.

local fail = require('torch.error').fail

local Graph = torch.class('graph.Graph')

function Graph:__init()
  self.nodes, self.edges = {}, {}
end

local function enlist(list, member)
  if not list[member] then
    table.insert(list, member)
    list[member] = #list
  end
  return list[member]
end

-- place(node): adds a node that may have no edges.
function Graph:place(node)
  node.id = enlist(self.nodes, node)
end

-- add(edge): adds an edge, or each edge of a list, and the nodes at its ends.
function Graph:add(edge)
  if torch.isTypeOf(edge, 'graph.Edge') then
    local from, to = edge.from, edge.to
    enlist(self.edges, edge)
    self:place(from)
    self:place(to)
    from:add(to)
  elseif type(edge) == 'table' and not torch.typename(edge) then
    for _, one in ipairs(edge) do
      self:add(one)
    end
  else
    fail('graph.Graph.add', 'a graph.Edge or a list of them expected, got ', torch.type(edge))
  end
end

-- A graph of new nodes with the same data. Returns it and the map from old nodes to new ones.
local function copied(self, reversed)
  local result, map = graph.Graph(), {}
  local function copy(node)
    map[node] = map[node] or node.new(node.data)
    return map[node]
  end
  for _, edge in ipairs(self.edges) do
    local from, to = copy(edge.from), copy(edge.to)
    if reversed then from, to = to, from end
    result:add(edge.new(from, to, edge.weight))
  end
  return result, map
end

-- clone(): a graph of new nodes, which share the data of the old ones.
function Graph:clone()
  return (copied(self, false))
end

-- reverse(): the same with all edges the other way. Returns it and the map from old nodes to new ones.
function Graph:reverse()
  return copied(self, true)
end

-- The nodes that are no edge's `field`, in the order of the list.
local function never(self, field)
  local met, list = {}, {}
  for _, edge in ipairs(self.edges) do
    met[edge[field]] = true
  end
  for _, node in ipairs(self.nodes) do
    if not met[node] then table.insert(list, node) end
  end
  return list
end

-- roots(): the nodes that no edge leads to.
function Graph:roots()
  return never(self, 'to')
end

-- leaves(): the nodes that no edge leaves.
function Graph:leaves()
  return never(self, 'from')
end

function Graph:hasCycle()
  local done = {}
  for _, node in ipairs(self.nodes) do
    if not done[node] and node:hasCycle(done) then return true end
  end
  return false
end

-- topsort(): the nodes in an order in which every edge leads forward: each comes right after the last
-- of those it needs. Returns them, the reversed graph and the roots of that. An error if there is a
-- cycle.
function Graph:topsort()
  if self:hasCycle() then fail('graph.Graph.topsort', 'the graph has a cycle') end
  local reversed, map = self:reverse()
  local original = {}
  for node, copy in pairs(map) do
    original[copy] = node
  end
  local sorted, seen, ends = {}, {}, reversed:roots()
  for _, root in ipairs(ends) do
    root:dfs(function(node) table.insert(sorted, original[node]) end, seen)
  end
  return sorted, reversed, ends
end

-- " color=red tooltip=..." in the order of the names.
local function attribute_text(attributes)
  local parts = {}
  for name, value in pairs(attributes) do
    table.insert(parts, ' ' .. tostring(name) .. '=' .. graph._dotEscape(tostring(value)))
  end
  table.sort(parts)
  return table.concat(parts)
end

-- todot([title]): the graph in graphviz's language. A node may have the methods graphNodeName() and
-- graphNodeAttributes(), a table of graphviz's attributes.
function Graph:todot(title)
  local lines = {'digraph G {'}
  if title then
    table.insert(lines, 'labelloc="t";\nlabel=' .. graph._dotEscape(title) .. ';')
  end
  table.insert(lines, 'node [shape = oval];')
  for id, node in ipairs(self.nodes) do
    local name = node.graphNodeName and node:graphNodeName() or 'Node' .. node.id
    local attributes = node.graphNodeAttributes and node:graphNodeAttributes() or {}
    table.insert(lines, ('n%d[label=%s%s];'):format(id, graph._dotEscape(name .. '\n' .. node:label()),
                                                    attribute_text(attributes)))
  end
  for _, edge in ipairs(self.edges) do
    table.insert(lines, ('n%d -> n%d;'):format(self.nodes[edge.from], self.nodes[edge.to]))
  end
  table.insert(lines, '}')
  return table.concat(lines, '\n')
end

return Graph
