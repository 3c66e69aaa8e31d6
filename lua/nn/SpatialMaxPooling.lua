-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialMaxPooling(kW, kH, [dW], [dH], [padW], [padH]): the largest element of each window of
-- kW x kH, for planes (C x H x W) or a batch of such. Windows move by dW and dH (default: side by
-- side); padding is at most half a window. `:ceil()` rounds the output size up, `:floor()`, the
-- default, down. `indices` holds the places of the maxima, counted from 1 within each input plane.

local define = require('tocha').nn.define

local SpatialMaxPooling, parent = torch.class('nn.SpatialMaxPooling', 'nn.Module')
define(SpatialMaxPooling)

function SpatialMaxPooling:__init(kW, kH, dW, dH, padW, padH)
  parent.__init(self)
  self.kW, self.kH = kW, kH
  self.dW, self.dH = dW or kW, dH or kH
  self.padW, self.padH = padW or 0, padH or 0
  self.ceil_mode = false
  self.indices = torch.LongTensor()
end

function SpatialMaxPooling:ceil()
  self.ceil_mode = true
  return self
end

function SpatialMaxPooling:floor()
  self.ceil_mode = false
  return self
end

-- Indices stay whole numbers, on the device of the other tensors.
local function new_indices(typename)
  local on_gpu = typename:match('^torch%.Cuda') and torch.CudaLongTensor
  return (on_gpu or torch.LongTensor)()
end

function SpatialMaxPooling:type(name, cache)
  if not name then return self._type end
  self.indices = nil
  parent.type(self, name, cache)
  self.indices = new_indices(name)
  return self
end

-- Old files have real numbers as indices.
function SpatialMaxPooling:read(file)
  parent.read(self, file)
  if self.indices and not torch.type(self.indices):match('LongTensor$') then
    self.indices = new_indices(self._type or 'torch.DoubleTensor')
  end
end

function SpatialMaxPooling:clearState()
  if self.indices then self.indices:set() end
  return parent.clearState(self)
end

function SpatialMaxPooling:empty() -- the name of clearState in old programs
  self:clearState()
end

function SpatialMaxPooling:__tostring__()
  local padW, padH = self.padW or 0, self.padH or 0
  local padding = (padW ~= 0 or padH ~= 0) and ', ' .. padW .. ',' .. padH or ''
  return ('%s(%dx%d, %d,%d%s)'):format(torch.type(self), self.kW, self.kH, self.dW, self.dH, padding)
end

return SpatialMaxPooling
