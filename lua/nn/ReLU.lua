-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ReLU([inplace]): max(x, 0) for each element.

local define = require('tocha').nn.define

local ReLU, parent = torch.class('nn.ReLU', 'nn.Threshold')
define(ReLU)

function ReLU:__init(inplace)
  parent.__init(self, 0, 0, inplace)
end

return ReLU
