-- SPDX-License-Identifier: BSD-3-Clause
-- nn.VolumetricFullConvolution(nInputPlane, nOutputPlane, kT, kW, kH, [dT], [dW], [dH], [padT],
-- [padW], [padH], [adjT], [adjW], [adjH]): nn.SpatialFullConvolution for volumes (nInputPlane x T x
-- H x W). `weight` is nInputPlane x nOutputPlane x kT x kH x kW.

local convolution = require 'nn.convolution'

local VolumetricFullConvolution, parent = torch.class('nn.VolumetricFullConvolution', 'nn.Module')
VolumetricFullConvolution.__arguments = 'nInputPlane:count, nOutputPlane:count, kT:count, kW:count, ' ..
  'kH:count, [dT:count], [dW:count], [dH:count], [padT:number], [padW:number], [padH:number], ' ..
  '[adjT:number], [adjW:number], [adjH:number]'

convolution.implement(VolumetricFullConvolution, parent, {
  axes = {'T', 'W', 'H'},
  extra = 'adj',
  fields = {'ones', 'finput', 'fgradInput'},
  weight_sizes = function(m) return {m.nInputPlane, m.nOutputPlane, m.kT, m.kH, m.kW} end,
})

return VolumetricFullConvolution
