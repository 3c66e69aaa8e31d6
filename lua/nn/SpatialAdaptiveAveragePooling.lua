-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialAdaptiveAveragePooling(W, H): the means of W x H regions that cover the image, for planes
-- (C x H x W) of any sizes or a batch of such. Regions may share rows and columns.

local define = require('tocha').nn.define
local pooling = require 'nn.pooling'

local AdaptiveAveragePooling, parent = torch.class('nn.SpatialAdaptiveAveragePooling', 'nn.Module')
AdaptiveAveragePooling.__arguments = 'W:count, H:count'
define(AdaptiveAveragePooling)

function AdaptiveAveragePooling:__init(W, H)
  parent.__init(self)
  self.W, self.H = W, H
end

pooling.allow_empty(AdaptiveAveragePooling)

return AdaptiveAveragePooling
