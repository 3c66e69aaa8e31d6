-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialLogSoftMax(): the logarithm of nn.SpatialSoftMax.

local define = require('tocha').nn.define

local SpatialLogSoftMax = torch.class('nn.SpatialLogSoftMax', 'nn.Module')
define(SpatialLogSoftMax)

return SpatialLogSoftMax
