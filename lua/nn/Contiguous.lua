-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Contiguous(): the input, or a contiguous copy of it where it has other strides.

local define = require('tocha').nn.define

local Contiguous = torch.class('nn.Contiguous', 'nn.Module')
define(Contiguous)

return Contiguous
