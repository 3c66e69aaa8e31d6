-- SPDX-License-Identifier: BSD-3-Clause
-- nn.VolumetricAveragePooling(kT, kW, kH, [dT], [dW], [dH]): the mean of each window of
-- kT x kW x kH, for volumes (C x T x H x W) or a batch of such. Windows move by dT, dW and dH
-- (default: side by side).

local define = require('tocha').nn.define
local pooling = require 'nn.pooling'

local VolumetricAveragePooling, parent = torch.class('nn.VolumetricAveragePooling', 'nn.Module')
VolumetricAveragePooling.__arguments = 'kT:count, kW:count, kH:count, [dT:count], [dW:count], ' ..
  '[dH:count], [padT:number], [padW:number], [padH:number]'
define(VolumetricAveragePooling)

local axes = {'T', 'W', 'H'}

function VolumetricAveragePooling:__init(...)
  parent.__init(self)
  local arguments = {...}
  pooling.set(self, 'k', axes, 1, arguments)
  pooling.set(self, 'd', axes, 2, arguments, function(axis) return self['k' .. axis] end)
end

pooling.allow_empty(VolumetricAveragePooling)
pooling.describe(VolumetricAveragePooling, axes)

return VolumetricAveragePooling
