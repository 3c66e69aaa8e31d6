-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialZeroPadding(left, [right], [top], [bottom]): that many columns and rows of zeros around
-- planes (C x H x W) or a batch of such; negative numbers cut columns and rows off. What is not given
-- is as `left`.

local define = require('tocha').nn.define

local ZeroPadding, parent = torch.class('nn.SpatialZeroPadding', 'nn.Module')
define(ZeroPadding)

function ZeroPadding:__init(left, right, top, bottom)
  parent.__init(self)
  self.pad_l = left
  self.pad_r = right or left
  self.pad_t = top or left
  self.pad_b = bottom or left
end

function ZeroPadding:__tostring__()
  return ('%s(l=%d, r=%d, t=%d, b=%d)'):format(torch.type(self), self.pad_l, self.pad_r, self.pad_t,
                                               self.pad_b)
end

return ZeroPadding
