-- SPDX-License-Identifier: BSD-3-Clause
-- nn.TemporalRowConvolution(inputFrameSize, kW, [dW], [featFirst]): a 1-D convolution in which each
-- feature is convolved alone, with kW weights of its own. Sequences are frames x inputFrameSize or a
-- batch of such; inputFrameSize x frames if `featFirst` is true. `weight` is inputFrameSize x 1 x kW.

local define = require('tocha').nn.define
local convolution = require 'nn.convolution'

local RowConvolution, parent = torch.class('nn.TemporalRowConvolution', 'nn.Module')
RowConvolution.__arguments = 'inputFrameSize:count, kW:count, [dW:count], [featFirst]'
define(RowConvolution)

function RowConvolution:__init(inputFrameSize, kW, dW, featFirst)
  parent.__init(self)
  self.inputFrameSize = inputFrameSize
  self.kW, self.dW = kW, dW or 1
  self.featFirst = featFirst and true or false
  convolution.check_counts(self, {inputFrameSize = inputFrameSize or 0, kW = kW or 0, dW = self.dW})
  convolution.make_parameters(self, {inputFrameSize, 1, kW}, {inputFrameSize})
  self:reset()
end

function RowConvolution:reset(stdv)
  convolution.reset(self, self.kW * self.inputFrameSize, stdv)
end

convolution.allow_no_bias(RowConvolution)
convolution.forget_buffers(RowConvolution, parent)

function RowConvolution:__tostring__()
  local stride = self.dW ~= 1 and ', ' .. self.dW or ''
  local text = ('%s(%d, %d%s)'):format(torch.type(self), self.inputFrameSize, self.kW, stride)
  return self.bias and text or text .. ' without bias'
end

return RowConvolution
