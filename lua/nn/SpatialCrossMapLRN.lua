-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialCrossMapLRN(size, [alpha], [beta], [k]): local response normalization. Each element is
-- divided by (k + alpha / size * the sum of squares over the `size` planes around its own)^beta;
-- alpha 0.0001, beta 0.75 and k 1 by default. Planes (C x H x W) or a batch of such.

local define = require('tocha').nn.define
local convolution = require 'nn.convolution'

local CrossMapLRN, parent = torch.class('nn.SpatialCrossMapLRN', 'nn.Module')
CrossMapLRN.__arguments = 'size:count, [alpha:number], [beta:number], [k:number]'
define(CrossMapLRN)

function CrossMapLRN:__init(size, alpha, beta, k)
  parent.__init(self)
  convolution.check_counts(self, {size = size or 0})
  self.size = size
  self.alpha = alpha or 0.0001
  self.beta = beta or 0.75
  self.k = k or 1
end

function CrossMapLRN:clearState()
  nn.utils.clear(self, 'scale', 'paddedRatio', 'accumRatio') -- the last two: buffers of old files
  return parent.clearState(self)
end

return CrossMapLRN
