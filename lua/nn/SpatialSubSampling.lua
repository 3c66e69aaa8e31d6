-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialSubSampling(nInputPlane, kW, kH, [dW], [dH]): the sum of each window of kW x kH, times a
-- weight and plus a bias of its plane. Windows move by dW and dH (default 1). nInputPlane x H x W or a
-- batch of such.

local define = require('tocha').nn.define
local convolution = require 'nn.convolution'

local SubSampling, parent = torch.class('nn.SpatialSubSampling', 'nn.Module')
SubSampling.__arguments = 'nInputPlane:count, kW:count, kH:count, [dW:count], [dH:count]'
define(SubSampling)

function SubSampling:__init(nInputPlane, kW, kH, dW, dH)
  parent.__init(self)
  self.nInputPlane = nInputPlane
  self.kW, self.kH = kW, kH
  self.dW, self.dH = dW or 1, dH or 1
  convolution.check_counts(self, {nInputPlane = nInputPlane or 0, kW = kW or 0, kH = kH or 0,
                                  dW = self.dW, dH = self.dH})
  convolution.make_parameters(self, {nInputPlane}, {nInputPlane})
  self:reset()
end

function SubSampling:reset(stdv)
  convolution.reset(self, self.kW * self.kH, stdv)
end

return SubSampling
