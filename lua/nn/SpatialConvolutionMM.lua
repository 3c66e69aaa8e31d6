-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialConvolutionMM(nInputPlane, nOutputPlane, kW, kH, [dW], [dH], [padW], [padH]): the same as
-- nn.SpatialConvolution, with `weight` as a matrix: nOutputPlane x (nInputPlane kH kW).

local convolution = require 'nn.convolution'

local SpatialConvolutionMM, parent = torch.class('nn.SpatialConvolutionMM', 'nn.Module')
SpatialConvolutionMM.__arguments = 'nInputPlane:count, nOutputPlane:count, kW:count, kH:count, ' ..
  '[dW:count], [dH:count], [padW:number], [padH:number]'

convolution.implement(SpatialConvolutionMM, parent, {
  axes = {'W', 'H'},
  weight_sizes = function(m) return {m.nOutputPlane, m.nInputPlane * m.kH * m.kW} end,
})

return SpatialConvolutionMM
