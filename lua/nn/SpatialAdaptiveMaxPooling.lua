-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialAdaptiveMaxPooling(W, H): the largest elements of W x H regions that cover the image, for
-- planes (C x H x W) of any sizes or a batch of such. Regions may share rows and columns.

local define = require('tocha').nn.define
local pooling = require 'nn.pooling'

local AdaptiveMaxPooling, parent = torch.class('nn.SpatialAdaptiveMaxPooling', 'nn.Module')
AdaptiveMaxPooling.__arguments = 'W:count, H:count'
define(AdaptiveMaxPooling)

function AdaptiveMaxPooling:__init(W, H)
  parent.__init(self)
  self.W, self.H = W, H
end

pooling.keep_indices(AdaptiveMaxPooling, parent)

return AdaptiveMaxPooling
