-- SPDX-License-Identifier: BSD-3-Clause
-- nn.L1Penalty(l1weight, [sizeAverage], [provideOutput]): passes its input on and adds the gradient of
-- l1weight * sum |x| to gradOutput; the penalty itself is kept in `loss`. With `sizeAverage` it is
-- divided by the number of elements; with `provideOutput` false (default true) gradOutput is
-- ignored.

local define = require('tocha').nn.define

local L1Penalty, parent = torch.class('nn.L1Penalty', 'nn.Module')
L1Penalty.__arguments = 'l1weight:number, [sizeAverage], [provideOutput]'
define(L1Penalty)

function L1Penalty:__init(l1weight, sizeAverage, provideOutput)
  parent.__init(self)
  self.l1weight = l1weight
  self.sizeAverage = sizeAverage or false
  self.provideOutput = provideOutput ~= false
end

return L1Penalty
