-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MultiLabelSoftMarginCriterion([weights], [sizeAverage]): binary cross entropy of sigmoid(input) and
-- targets between 0 and 1, one for each class. `weights` has a weight for each class. The mean over all
-- elements, the sum if sizeAverage is false.

local class_weights = require 'nn.class_weights'
local define = require('tocha').nn.define

local MultiLabelSoftMargin, parent = torch.class('nn.MultiLabelSoftMarginCriterion', 'nn.Criterion')
MultiLabelSoftMargin.__arguments = '[weights:tensor], [sizeAverage]'
define(MultiLabelSoftMargin)

function MultiLabelSoftMargin:__init(weights, sizeAverage)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
  class_weights.set(self, weights)
  self.sigmoid = nn.Sigmoid() -- a field of Torch7's, here for its files' sake
end

return MultiLabelSoftMargin
