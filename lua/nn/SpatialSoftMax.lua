-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialSoftMax(): nn.SoftMax across the planes of an image, for each pixel (planes x height x
-- width, or a batch of them).

local define = require('tocha').nn.define

local SpatialSoftMax = torch.class('nn.SpatialSoftMax', 'nn.Module')
define(SpatialSoftMax)

return SpatialSoftMax
