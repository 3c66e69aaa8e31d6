-- SPDX-License-Identifier: BSD-3-Clause
-- nn.VolumetricDilatedMaxPooling(kT, kW, kH, [dT], [dW], [dH], [padT], [padW], [padH], [dilationT],
-- [dilationW], [dilationH]): as nn.VolumetricMaxPooling, with windows of every dilation-th element
-- (default 1).

local pooling = require 'nn.pooling'

local DilatedMaxPooling, parent =
  torch.class('nn.VolumetricDilatedMaxPooling', 'nn.VolumetricMaxPooling')
pooling.implement_dilated(DilatedMaxPooling, parent, {'T', 'W', 'H'})

return DilatedMaxPooling
