-- SPDX-License-Identifier: BSD-3-Clause
-- graph.Node(data): a node and the list of those that edges lead to, `children` (which also has the
-- nodes as keys, with their positions). Nodes alone are a graph to walk through; a graph.Graph adds
-- the lists of all nodes and edges. `id` is the node's position in the graph it was added to last.
--
-- No walk recurses: graphs of unrolled networks are thousands of nodes deep.

local Node = torch.class('graph.Node')

function Node:__init(data)
  self.data, self.id, self.children = data, 0, {}
  self.visited, self.marked = false, false
end

-- add(child): an edge to the node, or to each node of a list. One that is there is not doubled.
function Node:add(child)
  local children = self.children
  if type(child) == 'table' and not torch.typename(child) then
    for _, one in ipairs(child) do
      self:add(one)
    end
  elseif not children[child] then
    table.insert(children, child)
    children[child] = #children
  end
end

-- Depth first from `root`, into the children for which `enter(child)` is true. `leave(node)` is called
-- when all below the node is done.
local function descend(root, enter, leave)
  if not enter(root) then return end
  local path, positions, top = {root}, {0}, 1
  while top > 0 do
    local node, position = path[top], positions[top] + 1
    local child = node.children[position]
    positions[top] = position
    if child == nil then
      leave(node)
      path[top] = nil
      top = top - 1
    elseif enter(child) then
      top = top + 1
      path[top], positions[top] = child, 0
    end
  end
end

local function first_time(seen)
  return function(node)
    if seen[node] then return false end
    seen[node] = true
    return true
  end
end

local function nothing()
end

-- visit([before], [after]): depth first through the nodes whose field `visited` is false, which the
-- two functions have to set: before a node's children or after them.
function Node:visit(before, after)
  descend(self, function(node)
    if node.visited then return false end
    if before then before(node) end
    return true
  end, after or nothing)
end

-- dfs(f, [seen]): f(node) for each node that can be reached, once, children before parents. Nodes in
-- the set `seen` are left out; those reached are added to it.
function Node:dfs(f, seen)
  descend(self, first_time(seen or {}), f)
end

-- dfs_dirty(f): the same for the nodes whose `visited` is false; it is left true. Returns their list.
function Node:dfs_dirty(f)
  local list = {}
  self:visit(function(node) node.visited = true end, function(node)
    f(node)
    table.insert(list, node)
  end)
  return list
end

-- Breadth first: a node is reached when `enter(node)` is true. Returns the list of the nodes.
local function spread(root, enter, f)
  local list, done = {root}, 0
  enter(root)
  while done < #list do
    done = done + 1
    f(list[done])
    for _, child in ipairs(list[done].children) do
      if enter(child) then table.insert(list, child) end
    end
  end
  return list
end

-- bfs(f): f(node) for each node that can be reached, once, the nearest first.
function Node:bfs(f)
  spread(self, first_time {}, f)
end

-- bfs_dirty(f): the same for the nodes whose `marked` is false; it is left true. Returns their list.
function Node:bfs_dirty(f)
  return spread(self, function(node)
    if node.marked then return false end
    node.marked = true
    return true
  end, f)
end

-- hasCycle([done]): whether a walk from here can come back to a node it has passed. `done` is a set
-- of nodes known to lead to no cycle; those found out are added.
function Node:hasCycle(done)
  done = done or {}
  local open, found = {}, false
  descend(self, function(node)
    if open[node] then found = true end
    if found or done[node] then return false end
    open[node] = true
    return true
  end, function(node)
    open[node], done[node] = nil, true
  end)
  return found
end

-- graph(): the graph.Graph of all that can be reached, these very nodes.
function Node:graph()
  local result = graph.Graph()
  self:bfs(function(node)
    for _, child in ipairs(node.children) do
      result:add(graph.Edge(node, child))
    end
  end)
  return result
end

-- label(): the text in drawings.
function Node:label()
  return tostring(self.data)
end

return Node
