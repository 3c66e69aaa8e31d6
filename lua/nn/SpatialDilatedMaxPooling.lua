-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialDilatedMaxPooling(kW, kH, [dW], [dH], [padW], [padH], [dilationW], [dilationH]): as
-- nn.SpatialMaxPooling; a window takes every dilationW-th column and dilationH-th row (default 1).

local pooling = require 'nn.pooling'

local DilatedMaxPooling, parent = torch.class('nn.SpatialDilatedMaxPooling', 'nn.SpatialMaxPooling')
DilatedMaxPooling.__arguments = 'kW:count, kH:count, [dW:count], [dH:count], [padW:number], ' ..
  '[padH:number], [dilationW:count], [dilationH:count]'
pooling.implement_dilated(DilatedMaxPooling, parent, {'W', 'H'})

return DilatedMaxPooling
