-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialConvolution(nInputPlane, nOutputPlane, kW, kH, [dW], [dH], [padW], [padH]): a 2-D
-- convolution over planes (nInputPlane x H x W) or a batch of such. Windows of kW x kH move by dW
-- and dH (default 1) over the input with padW columns and padH rows of zeros at each side (default 0;
-- padH: as padW). `weight` is nOutputPlane x nInputPlane x kH x kW, `bias` has nOutputPlane elements.

local convolution = require 'nn.convolution'

local SpatialConvolution, parent = torch.class('nn.SpatialConvolution', 'nn.Module')
SpatialConvolution.__arguments = 'nInputPlane:count, nOutputPlane:count, kW:count, kH:count, ' ..
  '[dW:count], [dH:count], [padW:number], [padH:number]'

convolution.implement(SpatialConvolution, parent, {
  axes = {'W', 'H'},
  weight_sizes = function(m) return {m.nOutputPlane, m.nInputPlane, m.kH, m.kW} end,
})

return SpatialConvolution
