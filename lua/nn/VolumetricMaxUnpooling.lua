-- SPDX-License-Identifier: BSD-3-Clause
-- nn.VolumetricMaxUnpooling(pooling): the same as nn.SpatialMaxUnpooling for an
-- nn.VolumetricMaxPooling.

local pooling = require 'nn.pooling'

local MaxUnpooling, parent = torch.class('nn.VolumetricMaxUnpooling', 'nn.Module')
MaxUnpooling.__arguments = 'pooling:module'
pooling.implement_unpooling(MaxUnpooling, parent, 'nn.VolumetricMaxPooling', {'T', 'W', 'H'})

return MaxUnpooling
