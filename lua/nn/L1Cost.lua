-- SPDX-License-Identifier: BSD-3-Clause
-- nn.L1Cost(): the sum of the absolute values of the input. There is no target.

local define = require('tocha').nn.define

local L1Cost, parent = torch.class('nn.L1Cost', 'nn.Criterion')
define(L1Cost)

function L1Cost:__init()
  parent.__init(self)
end

function L1Cost:clearState()
  nn.utils.clear(self, 'output_tensor') -- a buffer of old files
  return parent.clearState(self)
end

return L1Cost
