-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialUpSamplingBilinear(scale), or {oheight =, owidth =}: enlarges planes x h x w, or a batch of
-- them, by bilinear interpolation; to (h scale) x (w scale), or to the given sizes. The corners of
-- input and output lie upon each other.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local Bilinear, parent = torch.class('nn.SpatialUpSamplingBilinear', 'nn.Module')
Bilinear.__arguments = 'scale:number|table'
define(Bilinear)

function Bilinear:__init(params)
  parent.__init(self)
  if type(params) == 'table' then
    self.owidth, self.oheight = params.owidth, params.oheight
  elseif type(params) == 'number' and params >= 1 and params % 1 == 0 then
    self.scale_factor = params
  else
    fail(torch.type(self), 'the scale must be a positive whole number, got ', params)
  end
  self.inputSize = torch.LongStorage(4) -- fields of Torch7's, here for its files' sake
  self.outputSize = torch.LongStorage(4)
end

function Bilinear:__tostring__()
  if self.scale_factor then return ('%s(%d)'):format(torch.type(self), self.scale_factor) end
  return ('%s(%d, %d)'):format(torch.type(self), self.oheight, self.owidth)
end

return Bilinear
