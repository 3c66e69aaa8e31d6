-- SPDX-License-Identifier: BSD-3-Clause
-- nn.LogSigmoid(): log(1 / (1 + exp(-x))) of each element. Tensors of any sizes.

local define = require('tocha').nn.define

local LogSigmoid, parent = torch.class('nn.LogSigmoid', 'nn.Module')
define(LogSigmoid)

function LogSigmoid:clearState()
  nn.utils.clear(self, 'buffer')
  return parent.clearState(self)
end

return LogSigmoid
