-- SPDX-License-Identifier: BSD-3-Clause
-- nn.VolumetricDilatedConvolution(nInputPlane, nOutputPlane, kT, kW, kH, [dT], [dW], [dH], [padT],
-- [padW], [padH], [dilationT], [dilationW], [dilationH]): nn.VolumetricConvolution whose kernel
-- elements are that far apart (default 1).

local convolution = require 'nn.convolution'

local Dilated, parent = torch.class('nn.VolumetricDilatedConvolution', 'nn.VolumetricConvolution')
Dilated.__arguments = 'nInputPlane:count, nOutputPlane:count, kT:count, kW:count, kH:count, ' ..
  '[dT:count], [dW:count], [dH:count], [padT:number], [padW:number], [padH:number], ' ..
  '[dilationT:count], [dilationW:count], [dilationH:count]'

convolution.implement_dilated(Dilated, parent, {'T', 'W', 'H'})

return Dilated
