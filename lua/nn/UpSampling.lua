-- SPDX-License-Identifier: BSD-3-Clause
-- nn.UpSampling(scale, [mode]), or nn.UpSampling({[odepth =], oheight =, owidth =}, 'linear'): enlarges
-- batches of images (4 dimensions) or volumes (5) by whole factors; mode 'nearest' (the default)
-- repeats pixels, 'linear' interpolates as nn.SpatialUpSamplingBilinear does, also to given sizes.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local UpSampling, parent = torch.class('nn.UpSampling', 'nn.Module')
UpSampling.__arguments = 'scale:number|table, [mode:string]'
define(UpSampling)

local linear = {linear = true, bilinear = true, trilinear = true}

function UpSampling:__init(params, mode)
  parent.__init(self)
  self.mode = linear[mode] and 'linear' or 'nearest'
  if type(params) == 'table' then
    if self.mode == 'nearest' then fail(torch.type(self), "mode 'nearest' needs a scale, not sizes") end
    self.odepth, self.owidth, self.oheight = params.odepth, params.owidth, params.oheight
    if not self.owidth or not self.oheight then
      fail(torch.type(self), 'oheight and owidth are needed, got ', self.oheight, ' and ',
           tostring(self.owidth))
    end
  elseif type(params) == 'number' and params >= 1 and params % 1 == 0 then
    self.scale_factor = params
  else
    fail(torch.type(self), 'the scale must be a positive whole number, got ', params)
  end
  self.inputSize = torch.LongStorage(5):fill(0) -- fields of Torch7's, here for its files' sake
  self.outputSize = torch.LongStorage(5):fill(0)
end

function UpSampling:__tostring__()
  local size
  if self.scale_factor then
    size = self.scale_factor .. 'x'
  else
    size = (self.odepth and self.odepth .. 'x' or '') .. self.oheight .. 'x' .. self.owidth
  end
  return ('%s(%s, %s)'):format(torch.type(self), size, self.mode)
end

return UpSampling
