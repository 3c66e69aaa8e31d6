-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ParallelCriterion([repeatTarget]): the weighted sum of several criterions, each on its element of
-- the input table and of the target table; with repeatTarget they share one target. See `add`.

local define = require('tocha').nn.define
local need = require 'nn.need'

local ParallelCriterion, parent = torch.class('nn.ParallelCriterion', 'nn.Criterion')
define(ParallelCriterion)

function ParallelCriterion:__init(repeatTarget)
  parent.__init(self)
  self.criterions = {}
  self.weights = {}
  self.gradInput = {}
  self.repeatTarget = repeatTarget
end

-- add(criterion, [weight]): one more, with weight 1 by default. Returns this one.
function ParallelCriterion:add(criterion, weight)
  need(torch.type(self) .. '.add', 'argument 1', criterion, 'criterion')
  table.insert(self.criterions, criterion)
  table.insert(self.weights, weight or 1)
  return self
end

return ParallelCriterion
