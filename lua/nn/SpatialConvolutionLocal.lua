-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialConvolutionLocal(nInputPlane, nOutputPlane, iW, iH, kW, kH, [dW], [dH], [padW], [padH]):
-- nn.SpatialConvolution for inputs of iH x iW, with kernels and biases of its own for each output
-- position (oH x oW of them). `weight` is oH x oW x nOutputPlane x nInputPlane x kH x kW, `bias`
-- nOutputPlane x oH x oW.

local define = require('tocha').nn.define
local convolution = require 'nn.convolution'
local fail = require('torch.error').fail

local Local, parent = torch.class('nn.SpatialConvolutionLocal', 'nn.Module')
Local.__arguments = 'nInputPlane:count, nOutputPlane:count, iW:count, iH:count, kW:count, kH:count, ' ..
  '[dW:count], [dH:count], [padW:number], [padH:number]'
define(Local)

function Local:__init(nInputPlane, nOutputPlane, iW, iH, kW, kH, dW, dH, padW, padH)
  parent.__init(self)
  self.nInputPlane, self.nOutputPlane = nInputPlane, nOutputPlane
  self.iW, self.iH = iW, iH
  self.kW, self.kH = kW, kH
  self.dW, self.dH = dW or 1, dH or 1
  self.padW = padW or 0
  self.padH = padH or self.padW
  convolution.check_counts(self, {nInputPlane = nInputPlane or 0, nOutputPlane = nOutputPlane or 0,
                                  iW = iW or 0, iH = iH or 0, kW = kW or 0, kH = kH or 0,
                                  dW = self.dW, dH = self.dH})
  self.oW = math.floor((self.padW * 2 + iW - kW) / self.dW) + 1
  self.oH = math.floor((self.padH * 2 + iH - kH) / self.dH) + 1
  if self.oW < 1 or self.oH < 1 then
    fail(torch.type(self), 'a kernel of ', kH, 'x', kW, ' does not fit into ', iH, 'x', iW,
         ' padded by ', self.padH, 'x', self.padW)
  end
  convolution.make_parameters(self, {self.oH, self.oW, nOutputPlane, nInputPlane, kH, kW},
                              {nOutputPlane, self.oH, self.oW})
  self:reset()
end

function Local:reset(stdv)
  convolution.reset(self, self.kW * self.kH * self.nInputPlane, stdv)
end

convolution.forget_buffers(Local, parent)
convolution.describe(Local, {'W', 'H'}, function(self) return self.iW .. 'x' .. self.iH end)

return Local
