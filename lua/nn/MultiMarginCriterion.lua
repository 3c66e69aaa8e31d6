-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MultiMarginCriterion([p], [weights], [margin]): for scores of classes and a target class y, the mean
-- over the other classes i of max(0, margin - x[y] + x[i])^p, with p = 1 or 2, margin 1 by default.
-- A vector with a number as target, or a batch with a target for each row. `weights` has a weight for
-- each class. The mean over a batch unless `sizeAverage` is set to false.

local class_weights = require 'nn.class_weights'
local define = require('tocha').nn.define
local fail = require('torch.error').fail

local MultiMarginCriterion, parent = torch.class('nn.MultiMarginCriterion', 'nn.Criterion')
MultiMarginCriterion.__arguments = '[p:number], [weights:tensor], [margin:number]'
define(MultiMarginCriterion)

function MultiMarginCriterion:__init(p, weights, margin)
  parent.__init(self)
  if p ~= nil and p ~= 1 and p ~= 2 then fail(torch.type(self), 'p must be 1 or 2, got ', p) end
  self.p = p or 1
  self.margin = margin or 1
  self.sizeAverage = true
  class_weights.set(self, weights)
end

return MultiMarginCriterion
