-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Exp(): the exponential of each element. Tensors of any sizes.

local define = require('tocha').nn.define

local Exp = torch.class('nn.Exp', 'nn.Module')
define(Exp)

return Exp
