-- SPDX-License-Identifier: BSD-3-Clause
-- nn.PixelShuffle(upscaleFactor): channels become space. With r the factor, (C r^2) x H x W, or a batch
-- of such, becomes C x (r H) x (r W): r^2 channels give the pixels of squares of r x r.

local define = require('tocha').nn.define
local convolution = require 'nn.convolution'

local PixelShuffle, parent = torch.class('nn.PixelShuffle', 'nn.Module')
PixelShuffle.__arguments = 'upscaleFactor:count'
define(PixelShuffle)

function PixelShuffle:__init(upscaleFactor)
  parent.__init(self)
  convolution.check_counts(self, {upscaleFactor = upscaleFactor or 0})
  self.upscaleFactor = upscaleFactor
  self.upscaleFactorSquared = upscaleFactor * upscaleFactor
end

function PixelShuffle:clearState()
  for _, name in ipairs {'_intermediateShape', '_outShape', '_shuffleIn', '_shuffleOut'} do
    self[name] = nil -- buffers of old files
  end
  return parent.clearState(self)
end

return PixelShuffle
