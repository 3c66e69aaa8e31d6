-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialBatchNormalization(N, [eps], [momentum], [affine]): batch normalization of N planes of a
-- batch (B x N x H x W); see nn.BatchNormalization.

local SpatialBatchNormalization =
  torch.class('nn.SpatialBatchNormalization', 'nn.BatchNormalization')

SpatialBatchNormalization.__version = 2
SpatialBatchNormalization.nDim = 4

return SpatialBatchNormalization
