-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialBatchNormalization(N, [eps], [momentum], [affine]): batch normalization of N planes of a
-- batch (B x N x H x W); see nn.BatchNormalization.

local define = require('tocha').nn.define

local SpatialBatchNormalization =
  torch.class('nn.SpatialBatchNormalization', 'nn.BatchNormalization')
define(SpatialBatchNormalization)

SpatialBatchNormalization.__version = 2
SpatialBatchNormalization.nDim = 4

return SpatialBatchNormalization
