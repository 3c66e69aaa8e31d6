-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MultiLabelSoftMarginCriterion([weights], [sizeAverage]): binary cross entropy of sigmoid(input) and
-- targets between 0 and 1, one for each class. `weights` has a weight for each class. The mean over all
-- elements, the sum if sizeAverage is false.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local MultiLabelSoftMargin, parent = torch.class('nn.MultiLabelSoftMarginCriterion', 'nn.Criterion')
define(MultiLabelSoftMargin)

function MultiLabelSoftMargin:__init(weights, sizeAverage)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
  if weights and weights:dim() ~= 1 then
    fail(torch.type(self), 'the weights must be a vector, got sizes ',
         table.concat(weights:size():totable(), 'x'))
  end
  self.weights = weights
  self.sigmoid = nn.Sigmoid() -- a field of Torch7's, here for its files' sake
end

return MultiLabelSoftMargin
