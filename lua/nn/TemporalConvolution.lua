-- SPDX-License-Identifier: BSD-3-Clause
-- nn.TemporalConvolution(inputFrameSize, outputFrameSize, kW, [dW]): a 1-D convolution of sequences,
-- frames x inputFrameSize or a batch of such. Windows of kW frames move by dW (default 1). `weight` is
-- outputFrameSize x (kW inputFrameSize), `bias` has outputFrameSize elements.

local define = require('tocha').nn.define
local convolution = require 'nn.convolution'

local TemporalConvolution, parent = torch.class('nn.TemporalConvolution', 'nn.Module')
TemporalConvolution.__arguments = 'inputFrameSize:count, outputFrameSize:count, kW:count, [dW:count]'
define(TemporalConvolution)

function TemporalConvolution:__init(inputFrameSize, outputFrameSize, kW, dW)
  parent.__init(self)
  self.inputFrameSize, self.outputFrameSize = inputFrameSize, outputFrameSize
  self.kW, self.dW = kW, dW or 1
  convolution.check_counts(self, {inputFrameSize = inputFrameSize or 0,
                                  outputFrameSize = outputFrameSize or 0, kW = kW or 0,
                                  dW = self.dW})
  convolution.make_parameters(self, {outputFrameSize, inputFrameSize * kW}, {outputFrameSize})
  self:reset()
end

function TemporalConvolution:reset(stdv)
  convolution.reset(self, self.kW * self.inputFrameSize, stdv)
end

-- The gradients of the parameters do not depend on the parameters: these may take them directly.
function TemporalConvolution:sharedAccUpdateGradParameters(input, gradOutput, lr)
  self:defaultAccUpdateGradParameters(input, gradOutput, lr)
end

return TemporalConvolution
