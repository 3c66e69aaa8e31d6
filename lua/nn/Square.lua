-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Square(): the square of each element. Tensors of any sizes.

local define = require('tocha').nn.define

local Square = torch.class('nn.Square', 'nn.Module')
define(Square)

return Square
