-- SPDX-License-Identifier: BSD-3-Clause
-- nn.TemporalSubSampling(inputFrameSize, kW, [dW]): the sum of each window of kW frames, times a
-- weight and plus a bias of its feature. Windows move by dW (default 1). frames x inputFrameSize or a
-- batch of such.

local define = require('tocha').nn.define
local convolution = require 'nn.convolution'

local SubSampling, parent = torch.class('nn.TemporalSubSampling', 'nn.Module')
SubSampling.__arguments = 'inputFrameSize:count, kW:count, [dW:count]'
define(SubSampling)

function SubSampling:__init(inputFrameSize, kW, dW)
  parent.__init(self)
  self.inputFrameSize = inputFrameSize
  self.kW, self.dW = kW, dW or 1
  convolution.check_counts(self, {inputFrameSize = inputFrameSize or 0, kW = kW or 0, dW = self.dW})
  convolution.make_parameters(self, {inputFrameSize}, {inputFrameSize})
  self:reset()
end

function SubSampling:reset(stdv)
  convolution.reset(self, self.kW, stdv)
end

return SubSampling
