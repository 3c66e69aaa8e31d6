-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialFractionalMaxPooling(poolSizeW, poolSizeH, outW, outH): the largest elements of outW x outH
-- regions of poolSizeW x poolSizeH at random steps, for planes (C x H x W) or a batch of such. Two
-- numbers below 1 in place of the output sizes are their ratio to the input's. Each forward pass draws
-- new regions for each plane, unless :fixPoolingRegions() was called.

local pooling = require 'nn.pooling'

local FractionalMaxPooling, parent = torch.class('nn.SpatialFractionalMaxPooling', 'nn.Module')
FractionalMaxPooling.__arguments = 'poolSizeW:number, poolSizeH:number, outW:number, outH:number'
pooling.implement_fractional(FractionalMaxPooling, parent, {'W', 'H'})

return FractionalMaxPooling
