-- SPDX-License-Identifier: BSD-3-Clause
-- nn.HardShrink([lambda]): x where |x| > lambda (default 0.5), else 0. Tensors of any sizes.

local define = require('tocha').nn.define

local HardShrink, parent = torch.class('nn.HardShrink', 'nn.Module')
HardShrink.__arguments = '[lambda:number]'
define(HardShrink)

function HardShrink:__init(lambda)
  parent.__init(self)
  self.lambda = lambda or 0.5
end

return HardShrink
