-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialReflectionPadding(left, [right], [top], [bottom]): continues planes (C x H x W) or a batch
-- of such by that many columns and rows of their mirror images; the outermost row itself is not
-- repeated. Negative numbers cut columns and rows off. What is not given is as `left`.

local padding = require 'nn.padding'

local ReflectionPadding, parent = torch.class('nn.SpatialReflectionPadding', 'nn.Module')
ReflectionPadding.__arguments = 'left:number, [right:number], [top:number], [bottom:number]'
padding.implement(ReflectionPadding, parent, 'pad_', padding.image)

return ReflectionPadding
