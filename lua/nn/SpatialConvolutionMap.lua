-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialConvolutionMap(conMatrix, kW, kH, [dW], [dH]): a 2-D convolution that connects only the
-- pairs of planes in `conMatrix` (see nn.tables), a row (input plane, output plane) each. `weight` has
-- a kernel of kH x kW for each row. Planes or a batch of such.

local SpatialConvolutionMap, parent = torch.class('nn.SpatialConvolutionMap', 'nn.Module')
SpatialConvolutionMap.__arguments = 'conMatrix:tensor, kW:count, kH:count, [dW:count], [dH:count]'

require 'nn.convolution_map'(SpatialConvolutionMap, parent)

return SpatialConvolutionMap
