-- SPDX-License-Identifier: BSD-3-Clause
-- nn.WeightedMSECriterion(weights): nn.MSECriterion with the target multiplied by `weights` first, which
-- has the sizes of a sample.

local define = require('tocha').nn.define
local need = require 'nn.need'

local WeightedMSECriterion, parent = torch.class('nn.WeightedMSECriterion', 'nn.MSECriterion')
WeightedMSECriterion.__arguments = 'weights:tensor'
define(WeightedMSECriterion)

function WeightedMSECriterion:__init(w)
  parent.__init(self)
  self.weight = need(self, 'the weights', w, 'tensor'):clone()
end

return WeightedMSECriterion
