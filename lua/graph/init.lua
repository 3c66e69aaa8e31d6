-- SPDX-License-Identifier: BSD-3-Clause
-- require 'graph': directed graphs, in the global `graph`: graph.Node, graph.Edge, graph.Graph, and
-- drawing with graphviz where it is installed.
--
--   local a, b = graph.Node('a'), graph.Node('b')
--   local g = graph.Graph()
--   g:add(graph.Edge(a, b))
--   graph.dot(g, 'my graph', '/tmp/mine')  -- writes /tmp/mine.dot and /tmp/mine.svg

setfenv(1, require 'torch.globals')
require 'torch'

local graph = {}
publish('graph', graph)

require 'graph.Node'
require 'graph.Edge'
require 'graph.Graph'
require 'graph.graphviz'

return graph
