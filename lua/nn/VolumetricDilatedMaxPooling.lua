-- SPDX-License-Identifier: BSD-3-Clause
-- nn.VolumetricDilatedMaxPooling(kT, kW, kH, [dT], [dW], [dH], [padT], [padW], [padH], [dilationT],
-- [dilationW], [dilationH]): as nn.VolumetricMaxPooling, with windows of every dilation-th element
-- (default 1).

local pooling = require 'nn.pooling'

local DilatedMaxPooling, parent =
  torch.class('nn.VolumetricDilatedMaxPooling', 'nn.VolumetricMaxPooling')
DilatedMaxPooling.__arguments = 'kT:count, kW:count, kH:count, [dT:count], [dW:count], [dH:count], ' ..
  '[padT:number], [padW:number], [padH:number], [dilationT:count], [dilationW:count], ' ..
  '[dilationH:count]'
pooling.implement_dilated(DilatedMaxPooling, parent, {'T', 'W', 'H'})

return DilatedMaxPooling
