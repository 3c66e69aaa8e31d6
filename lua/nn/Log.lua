-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Log(): the natural logarithm of each element. Tensors of any sizes.

local define = require('tocha').nn.define

local Log = torch.class('nn.Log', 'nn.Module')
define(Log)

return Log
