-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Sigmoid(): 1 / (1 + exp(-x)) of each element. Tensors of any sizes.

local define = require('tocha').nn.define

local Sigmoid = torch.class('nn.Sigmoid', 'nn.Module')
define(Sigmoid)

return Sigmoid
