-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MultiCriterion(): the weighted sum of several criterions on the same input and target; see `add`.

local define = require('tocha').nn.define
local need = require 'nn.need'

local MultiCriterion, parent = torch.class('nn.MultiCriterion', 'nn.Criterion')
define(MultiCriterion)

function MultiCriterion:__init()
  parent.__init(self)
  self.criterions = {}
  self.weights = torch.DoubleStorage()
end

-- add(criterion, [weight]): one more, with weight 1 by default. Returns this one.
function MultiCriterion:add(criterion, weight)
  need(torch.type(self) .. '.add', 'argument 1', criterion, 'criterion')
  table.insert(self.criterions, criterion)
  self.weights:resize(#self.criterions)
  self.weights[#self.criterions] = weight or 1
  return self
end

return MultiCriterion
