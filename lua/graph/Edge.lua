-- SPDX-License-Identifier: BSD-3-Clause
-- graph.Edge(from, to, [weight]): a directed edge between two nodes. The weight is the user's own:
-- nothing here looks at it.

local Edge = torch.class('graph.Edge')

function Edge:__init(from, to, weight)
  self.from, self.to, self.weight = from, to, weight
end

return Edge
