-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialConvolutionMM(nInputPlane, nOutputPlane, kW, kH, [dW], [dH], [padW], [padH]): the same as
-- nn.SpatialConvolution, with `weight` as a matrix: nOutputPlane x (nInputPlane kH kW).

local implement = require 'nn.convolution'

local SpatialConvolutionMM, parent = torch.class('nn.SpatialConvolutionMM', 'nn.Module')

implement(SpatialConvolutionMM, parent, function(nInputPlane, nOutputPlane, kW, kH)
  return {nOutputPlane, nInputPlane * kH * kW}
end)

return SpatialConvolutionMM
