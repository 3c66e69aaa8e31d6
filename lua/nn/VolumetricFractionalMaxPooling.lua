-- SPDX-License-Identifier: BSD-3-Clause
-- nn.VolumetricFractionalMaxPooling(poolSizeT, poolSizeW, poolSizeH, outT, outW, outH): as
-- nn.SpatialFractionalMaxPooling with a third dimension. Here T is the last: C x H x W x T.

local pooling = require 'nn.pooling'

local FractionalMaxPooling, parent = torch.class('nn.VolumetricFractionalMaxPooling', 'nn.Module')
FractionalMaxPooling.__arguments = 'poolSizeT:number, poolSizeW:number, poolSizeH:number, ' ..
  'outT:number, outW:number, outH:number'
pooling.implement_fractional(FractionalMaxPooling, parent, {'T', 'W', 'H'})

return FractionalMaxPooling
