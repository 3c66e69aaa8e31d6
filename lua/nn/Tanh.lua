-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Tanh(): the hyperbolic tangent of each element. Tensors of any sizes.

local define = require('tocha').nn.define

local Tanh = torch.class('nn.Tanh', 'nn.Module')
define(Tanh)

return Tanh
