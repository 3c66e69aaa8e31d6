-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ZeroGrad(): passes its input on; the gradient is 0 (also for a nested table of tensors).

local define = require('tocha').nn.define

local ZeroGrad = torch.class('nn.ZeroGrad', 'nn.Module')
define(ZeroGrad)

return ZeroGrad
