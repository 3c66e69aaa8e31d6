-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ReLU6([inplace]): each element, but at least 0 and at most 6. Tensors of any sizes.

local define = require('tocha').nn.define
local checked = require('nn.inplace')

local ReLU6, parent = torch.class('nn.ReLU6', 'nn.Module')
define(ReLU6)

function ReLU6:__init(inplace)
  parent.__init(self)
  self.inplace = checked(self, inplace)
end

return ReLU6
