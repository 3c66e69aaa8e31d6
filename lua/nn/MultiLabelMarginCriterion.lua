-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MultiLabelMarginCriterion(): for scores of classes and a list of target classes y (filled up with
-- zeros to the number of classes), the sum over the targets and over the classes i that are none of
-- max(0, 1 - x[y] + x[i]), divided by the number of classes. The mean over a batch unless `sizeAverage`
-- is set to false.

local define = require('tocha').nn.define

local MultiLabelMargin, parent = torch.class('nn.MultiLabelMarginCriterion', 'nn.Criterion')
define(MultiLabelMargin)

function MultiLabelMargin:__init()
  parent.__init(self)
  self.sizeAverage = true
  self.isTarget = torch.Tensor() -- a field of Torch7's, here for its files' sake
end

return MultiLabelMargin
