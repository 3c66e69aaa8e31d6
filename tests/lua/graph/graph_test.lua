-- SPDX-License-Identifier: BSD-3-Clause
-- graph.Node, graph.Edge, graph.Graph: walks, orders, copies, cycles, text.

local torch = require 'torch'
local graph = require 'graph'

local tests, tester = torch.TestSuite(), torch.Tester()

-- A graph from text such as "ab ac bd": an edge a word. Returns it and its nodes by name.
local function build(text)
  local g, nodes = graph.Graph(), {}
  for from, to in text:gmatch('(%w)(%w)') do
    nodes[from] = nodes[from] or graph.Node(from)
    nodes[to] = nodes[to] or graph.Node(to)
    g:add(graph.Edge(nodes[from], nodes[to]))
  end
  return g, nodes
end

local function names(nodes)
  local list = {}
  for i, node in ipairs(nodes) do
    list[i] = node.data
  end
  return table.concat(list)
end

local function walked(node, method)
  local list = {}
  local result = node[method](node, function(one) table.insert(list, one) end)
  return names(list), result
end

function tests.lists()
  local g, n = build 'ab ac bd cd'
  tester:eq(names(g.nodes), 'abcd')
  tester:eq(#g.edges, 4)
  for i, node in ipairs(g.nodes) do
    tester:eq(g.nodes[node], i)
    tester:eq(node.id, i)
  end
  local edge = g.edges[1]
  g:add(edge)
  g:add {edge, graph.Edge(n.d, graph.Node 'e', 0.5)}
  tester:eq(#g.edges, 5)
  tester:eq(g.edges[edge], 1)
  tester:eq(g.edges[5].weight, 0.5)
  tester:eq(names(n.d.children), 'e')
  tester:eq(n.a.children[n.c], 2)
  n.a:add {n.b, n.d}
  tester:eq(names(n.a.children), 'bcd')
  local lonely = graph.Node 'z'
  g:place(lonely)
  tester:eq(lonely.id, 6)
  tester:assertErrorPattern(function() g:add(3) end,
                            'graph.Graph.add: a graph.Edge or a list of them expected, got number')
end

function tests.walks()
  local _, n = build 'ab ac bd cd de'
  tester:eq(walked(n.a, 'bfs'), 'abcde')
  tester:eq(walked(n.a, 'dfs'), 'edbca')
  tester:eq(walked(n.c, 'dfs'), 'edc')
  tester:eq(walked(n.a, 'dfs'), 'edbca') -- nothing is left of the walk before
  tester:assert(not n.a.visited and not n.a.marked)
  local order, list = walked(n.c, 'dfs_dirty')
  tester:eq(order, 'edc')
  tester:eq(names(list), 'edc')
  tester:assert(n.d.visited)
  tester:eq(walked(n.a, 'dfs_dirty'), 'ba')
  order, list = walked(n.c, 'bfs_dirty')
  tester:eq(order .. names(list), 'cdecde')
  tester:eq(walked(n.b, 'bfs_dirty'), 'b')
  local steps = {}
  for _, node in pairs(n) do
    node.visited = false
  end
  n.b:visit(function(node) table.insert(steps, '<' .. node.data) end, function(node)
    node.visited = true
    table.insert(steps, node.data .. '>')
  end)
  tester:eq(table.concat(steps), '<b<d<ee>d>b>')
  n.b:visit() -- visited already
end

function tests.cyclesInWalks()
  local _, n = build 'ab bc ca cd'
  tester:eq(walked(n.a, 'bfs'), 'abcd')
  tester:eq(walked(n.a, 'dfs'), 'dcba')
end

function tests.orders()
  local g, n = build 'ab ac bc bd cd'
  local sorted, reversed, ends = g:topsort()
  tester:eq(names(sorted), 'abcd')
  tester:assert(sorted[1] == n.a and sorted[4] == n.d)
  tester:eq(names(ends), 'd')
  tester:eq(#reversed.edges, 5)
  tester:eq(names((build 'xc ab bc'):topsort()), 'xabc')
  tester:eq(names((build 'ab cd'):topsort()), 'abcd')
  tester:eq(#graph.Graph():topsort(), 0)
  local random = graph.Graph()
  local nodes = {}
  for i = 1, 60 do
    nodes[i] = graph.Node(i)
  end
  for i = 1, 60 do
    for _ = 1, 3 do
      local j = torch.random(1, 60)
      if j > i then random:add(graph.Edge(nodes[j], nodes[i])) end
    end
  end
  local position = {}
  for i, node in ipairs((random:topsort())) do
    position[node] = i
  end
  for _, edge in ipairs(random.edges) do
    tester:assert(position[edge.from] < position[edge.to])
  end
end

function tests.ends()
  local g = build 'ac bc cd ce'
  tester:eq(names(g:roots()), 'ab')
  tester:eq(names(g:leaves()), 'de')
  tester:eq(#graph.Graph():roots(), 0)
end

function tests.cycles()
  tester:eq(build('ab bc ac'):hasCycle(), false)
  tester:eq(build('ab bc cb cd'):hasCycle(), true)
  tester:eq(build('ab ba'):hasCycle(), true)       -- no roots
  tester:eq(build('ab cd dc'):hasCycle(), true)    -- not reached from the root
  tester:eq(build('aa'):hasCycle(), true)
  tester:eq(graph.Graph():hasCycle(), false)
  local _, n = build 'ab bc cb xy'
  tester:eq(n.a:hasCycle(), true)
  tester:eq(n.x:hasCycle(), false)
  for _, text in ipairs {'ab bc cb', 'ab ba'} do
    tester:assertErrorPattern(function() build(text):topsort() end,
                              'graph.Graph.topsort: the graph has a cycle')
  end
end

function tests.copies()
  local g, n = build 'ab bc'
  g.edges[1].weight = 7
  local clone = g:clone()
  tester:eq(names(clone.nodes), 'abc')
  tester:assert(clone.nodes[1] ~= n.a)
  tester:eq(clone.edges[1].weight, 7)
  tester:eq(names(clone.nodes[1].children), 'b')
  local reversed, map = g:reverse()
  tester:eq(names(map[n.c].children), 'b')
  tester:eq(names(reversed:roots()), 'c')
  tester:assert(map[n.a] == reversed.nodes[reversed.nodes[map[n.a]]])
  local data = {}
  local from = graph.Node(data)
  from:add(graph.Node {})
  tester:assert(from:graph():clone().nodes[1].data == data)
  tester:eq(names(n.b:graph().nodes), 'bc')
  local loaded = torch.deserialize(torch.serialize(g))
  tester:eq(names(loaded.nodes), 'abc')
  tester:eq(loaded.nodes[loaded.nodes[2]], 2)
end

function tests.depth()
  local first = graph.Node(0)
  local last = first
  for i = 1, 20000 do
    local next_one = graph.Node(i)
    last:add(next_one)
    last = next_one
  end
  local count = 0
  first:dfs(function() count = count + 1 end)
  tester:eq(count, 20001)
  local g = first:graph()
  tester:eq(g:hasCycle(), false)
  tester:eq(g:topsort()[20001].data, 20000)
end

function tests.text()
  local g, n = build 'ab bc'
  tester:eq(g:todot 'my "graph"', [[
digraph G {
labelloc="t";
label="my \"graph\"";
node [shape = oval];
n1[label="Node1\na"];
n2[label="Node2\nb"];
n3[label="Node3\nc"];
n1 -> n2;
n2 -> n3;
}]])
  function n.b.graphNodeName() return 'B' end
  function n.b.graphNodeAttributes() return {tooltip = 'x y', color = 'red', note = ''} end
  tester:assert(g:todot():find('n2[label="B\\nb" color=red note="" tooltip="x y"];', 1, true) ~= nil)
  tester:eq(graph._dotEscape 'a_b', '"a_b"')
  tester:eq(graph._dotEscape 'say "a"\nb', '"say \\"a\\"\\nb"')
  tester:eq(n.a:label(), 'a')
end

tester:add(tests):run()
