-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialAveragePooling(kW, kH, [dW], [dH], [padW], [padH]): the mean of each window of kW x kH,
-- for planes (C x H x W) or a batch of such. Windows move by dW and dH (default 1). `:ceil()` rounds
-- the output size up, `:floor()`, the default, down. The mean counts the zeros of the padding unless
-- `:setCountExcludePad()` was called.

local define = require('tocha').nn.define
local pooling = require 'nn.pooling'

local SpatialAveragePooling, parent = torch.class('nn.SpatialAveragePooling', 'nn.Module')
SpatialAveragePooling.__arguments = 'kW:count, kH:count, [dW:count], [dH:count], [padW:number], ' ..
  '[padH:number]'
define(SpatialAveragePooling)

function SpatialAveragePooling:__init(kW, kH, dW, dH, padW, padH)
  parent.__init(self)
  self.kW, self.kH = kW, kH
  self.dW, self.dH = dW or 1, dH or 1
  self.padW, self.padH = padW or 0, padH or 0
  self.ceil_mode = false
  self.count_include_pad = true
  self.divide = true
end

pooling.allow_rounding(SpatialAveragePooling)
pooling.describe(SpatialAveragePooling, {'W', 'H'})

function SpatialAveragePooling:setCountIncludePad()
  self.count_include_pad = true
  return self
end

function SpatialAveragePooling:setCountExcludePad()
  self.count_include_pad = false
  return self
end

return SpatialAveragePooling
