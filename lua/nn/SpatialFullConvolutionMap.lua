-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialFullConvolutionMap(conMatrix, kW, kH, [dW], [dH]): nn.SpatialFullConvolution with the
-- connections of nn.SpatialConvolutionMap. The height becomes (H - 1) dH + kH, the width likewise.

local SpatialFullConvolutionMap, parent = torch.class('nn.SpatialFullConvolutionMap', 'nn.Module')
SpatialFullConvolutionMap.__arguments = 'conMatrix:tensor, kW:count, kH:count, [dW:count], [dH:count]'

require 'nn.convolution_map'(SpatialFullConvolutionMap, parent)

return SpatialFullConvolutionMap
