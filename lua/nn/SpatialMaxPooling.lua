-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialMaxPooling(kW, kH, [dW], [dH], [padW], [padH]): the largest element of each window of
-- kW x kH, for planes (C x H x W) or a batch of such. Windows move by dW and dH (default: side by
-- side); padding is at most half a window. `:ceil()` rounds the output size up, `:floor()`, the
-- default, down. `indices` holds the places of the maxima, counted from 1 within each input plane.

local pooling = require 'nn.pooling'

local SpatialMaxPooling, parent = torch.class('nn.SpatialMaxPooling', 'nn.Module')
SpatialMaxPooling.__arguments = 'kW:count, kH:count, [dW:count], [dH:count], [padW:number], ' ..
  '[padH:number]'
pooling.implement_max(SpatialMaxPooling, parent, {'W', 'H'})

return SpatialMaxPooling
