-- SPDX-License-Identifier: BSD-3-Clause
-- nn.VolumetricConvolution(nInputPlane, nOutputPlane, kT, kW, kH, [dT], [dW], [dH], [padT], [padW],
-- [padH]): a 3-D convolution over volumes (nInputPlane x T x H x W) or a batch of such; see
-- nn.SpatialConvolution. `weight` is nOutputPlane x nInputPlane x kT x kH x kW. padW is as padT and
-- padH as padW where they are not given.

local convolution = require 'nn.convolution'

local VolumetricConvolution, parent = torch.class('nn.VolumetricConvolution', 'nn.Module')
VolumetricConvolution.__arguments = 'nInputPlane:count, nOutputPlane:count, kT:count, kW:count, ' ..
  'kH:count, [dT:count], [dW:count], [dH:count], [padT:number], [padW:number], [padH:number]'

convolution.implement(VolumetricConvolution, parent, {
  axes = {'T', 'W', 'H'},
  weight_sizes = function(m) return {m.nOutputPlane, m.nInputPlane, m.kT, m.kH, m.kW} end,
})

return VolumetricConvolution
