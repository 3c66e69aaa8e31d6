-- SPDX-License-Identifier: BSD-3-Clause
-- nn.VolumetricBatchNormalization(N, [eps], [momentum], [affine]): batch normalization of N features
-- of a batch of volumes (B x N x T x H x W); see nn.BatchNormalization.

local define = require('tocha').nn.define

local VolumetricBatchNormalization =
  torch.class('nn.VolumetricBatchNormalization', 'nn.BatchNormalization')
define(VolumetricBatchNormalization)

VolumetricBatchNormalization.nDim = 5

return VolumetricBatchNormalization
