-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialMaxUnpooling(pooling): puts each element back to where the maximum was that `pooling`, an
-- nn.SpatialMaxPooling with windows side by side, took in its last forward pass. The rest is zeros.

local pooling = require 'nn.pooling'

local MaxUnpooling, parent = torch.class('nn.SpatialMaxUnpooling', 'nn.Module')
MaxUnpooling.__arguments = 'pooling:module'
pooling.implement_unpooling(MaxUnpooling, parent, 'nn.SpatialMaxPooling', {'W', 'H'})

return MaxUnpooling
