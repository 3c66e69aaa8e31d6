-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialDepthWiseConvolution(nInputPlane, nOutputPlane, kW, kH, [dW], [dH], [padW], [padH]): each
-- input plane alone is convolved with nOutputPlane kernels. The output has nInputPlane nOutputPlane
-- planes, those of the first input plane first. `weight` holds nOutputPlane x nInputPlane x kH x kW
-- elements, `bias` is nOutputPlane x nInputPlane.

local define = require('tocha').nn.define
local convolution = require 'nn.convolution'

local DepthWise, parent = torch.class('nn.SpatialDepthWiseConvolution', 'nn.Module')
DepthWise.__arguments = 'nInputPlane:count, nOutputPlane:count, kW:count, kH:count, [dW:count], ' ..
  '[dH:count], [padW:number], [padH:number]'
define(DepthWise)

function DepthWise:__init(nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH)
  parent.__init(self)
  self.nInputPlane, self.nOutputPlane = nInputPlane, nOutputPlane
  self.kW, self.kH = kW, kH
  self.dW, self.dH = dW or 1, dH or 1
  self.padW = padW or 0
  self.padH = padH or self.padW
  convolution.check_counts(self, {nInputPlane = nInputPlane or 0, nOutputPlane = nOutputPlane or 0,
                                  kW = kW or 0, kH = kH or 0, dW = self.dW, dH = self.dH})
  convolution.make_parameters(self, {nOutputPlane, nInputPlane * kH * kW},
                              {nOutputPlane, nInputPlane})
  self:reset()
end

function DepthWise:reset(stdv)
  convolution.reset(self, self.kW * self.kH * self.nInputPlane, stdv)
end

convolution.allow_no_bias(DepthWise)
convolution.forget_buffers(DepthWise, parent)
convolution.describe(DepthWise, {'W', 'H'})

return DepthWise
