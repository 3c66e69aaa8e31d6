-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialUpSamplingNearest(scale): each pixel becomes scale x scale equal ones. Planes x h x w, or
-- a batch of them, becomes planes x (h scale) x (w scale).

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local UpSampling, parent = torch.class('nn.SpatialUpSamplingNearest', 'nn.Module')
UpSampling.__arguments = 'scale:number'
define(UpSampling)

function UpSampling:__init(scale)
  parent.__init(self)
  if type(scale) ~= 'number' or scale < 1 or scale % 1 ~= 0 then
    fail('nn.SpatialUpSamplingNearest', 'the scale must be a positive whole number, got ', scale)
  end
  self.scale_factor = scale
  self.inputSize = torch.LongStorage(4) -- fields of Torch7's, here for its files' sake
  self.outputSize = torch.LongStorage(4)
end

return UpSampling
