-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialFullConvolution(nInputPlane, nOutputPlane, kW, kH, [dW], [dH], [padW], [padH], [adjW],
-- [adjH]): a full ("transposed") 2-D convolution, which enlarges its input where a convolution of the
-- same numbers shrinks it: height (H - 1) dH - 2 padH + kH + adjH, the width likewise. Planes or a
-- batch; or {planes, t} with a tensor t whose last two sizes the output is to have, as far as the
-- stride leaves a choice. `weight` is nInputPlane x nOutputPlane x kH x kW.

local convolution = require 'nn.convolution'

local SpatialFullConvolution, parent = torch.class('nn.SpatialFullConvolution', 'nn.Module')
SpatialFullConvolution.__arguments = 'nInputPlane:count, nOutputPlane:count, kW:count, kH:count, ' ..
  '[dW:count], [dH:count], [padW:number], [padH:number], [adjW:number], [adjH:number]'

convolution.implement(SpatialFullConvolution, parent, {
  axes = {'W', 'H'},
  extra = 'adj',
  fields = {'ones'},
  weight_sizes = function(m) return {m.nInputPlane, m.nOutputPlane, m.kH, m.kW} end,
})

return SpatialFullConvolution
