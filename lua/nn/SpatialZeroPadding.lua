-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialZeroPadding(left, [right], [top], [bottom]): that many columns and rows of zeros around
-- planes (C x H x W) or a batch of such; negative numbers cut columns and rows off. What is not given
-- is as `left`.

local padding = require 'nn.padding'

local ZeroPadding, parent = torch.class('nn.SpatialZeroPadding', 'nn.Module')
ZeroPadding.__arguments = 'left:number, [right:number], [top:number], [bottom:number]'
padding.implement(ZeroPadding, parent, 'pad_', padding.image)

return ZeroPadding
