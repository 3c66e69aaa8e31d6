-- SPDX-License-Identifier: BSD-3-Clause
-- nn.VolumetricReplicationPadding(left, [right], [top], [bottom], [front], [back]): the same as
-- nn.SpatialReplicationPadding for volumes (C x T x H x W) or a batch of such; front and back are the
-- ends of T.

local padding = require 'nn.padding'

local ReplicationPadding, parent = torch.class('nn.VolumetricReplicationPadding', 'nn.Module')
ReplicationPadding.__arguments = 'left:number, [right:number], [top:number], [bottom:number], ' ..
  '[front:number], [back:number]'
padding.implement(ReplicationPadding, parent, 'p', padding.volume)

return ReplicationPadding
