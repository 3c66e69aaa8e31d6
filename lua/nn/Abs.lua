-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Abs(): |x| of each element. Tensors of any sizes.

local define = require('tocha').nn.define

local Abs = torch.class('nn.Abs', 'nn.Module')
define(Abs)

return Abs
