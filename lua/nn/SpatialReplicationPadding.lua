-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialReplicationPadding(left, [right], [top], [bottom]): continues planes (C x H x W) or a
-- batch of such by that many copies of their outermost columns and rows. Negative numbers cut columns
-- and rows off. What is not given is as `left`.

local padding = require 'nn.padding'

local ReplicationPadding, parent = torch.class('nn.SpatialReplicationPadding', 'nn.Module')
ReplicationPadding.__arguments = 'left:number, [right:number], [top:number], [bottom:number]'
padding.implement(ReplicationPadding, parent, 'pad_', padding.image)

return ReplicationPadding
