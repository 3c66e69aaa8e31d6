-- SPDX-License-Identifier: BSD-3-Clause
-- nn.VolumetricMaxPooling(kT, kW, kH, [dT], [dW], [dH], [padT], [padW], [padH]): the largest element
-- of each window of kT x kW x kH, for volumes (C x T x H x W) or a batch of such; see
-- nn.SpatialMaxPooling.

local pooling = require 'nn.pooling'

local VolumetricMaxPooling, parent = torch.class('nn.VolumetricMaxPooling', 'nn.Module')
VolumetricMaxPooling.__arguments = 'kT:count, kW:count, kH:count, [dT:count], [dW:count], [dH:count], ' ..
  '[padT:number], [padW:number], [padH:number]'
VolumetricMaxPooling.__version = 2
pooling.implement_max(VolumetricMaxPooling, parent, {'T', 'W', 'H'})

return VolumetricMaxPooling
