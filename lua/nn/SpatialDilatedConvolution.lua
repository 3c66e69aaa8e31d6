-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialDilatedConvolution(nInputPlane, nOutputPlane, kW, kH, [dW], [dH], [padW], [padH],
-- [dilationW], [dilationH]): nn.SpatialConvolution whose kernel elements are dilationW columns and
-- dilationH rows apart (default 1).

local convolution = require 'nn.convolution'

local Dilated, parent = torch.class('nn.SpatialDilatedConvolution', 'nn.SpatialConvolution')
Dilated.__arguments = 'nInputPlane:count, nOutputPlane:count, kW:count, kH:count, [dW:count], ' ..
  '[dH:count], [padW:number], [padH:number], [dilationW:count], [dilationH:count]'

convolution.implement_dilated(Dilated, parent, {'W', 'H'})

return Dilated
