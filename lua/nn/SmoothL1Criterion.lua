-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SmoothL1Criterion([sizeAverage]): the mean of 0.5 d^2 where the difference d of input and target is
-- below 1, else of |d| - 0.5; the sum if sizeAverage is false.

local define = require('tocha').nn.define

local SmoothL1Criterion, parent = torch.class('nn.SmoothL1Criterion', 'nn.Criterion')
define(SmoothL1Criterion)

function SmoothL1Criterion:__init(sizeAverage)
  parent.__init(self)
  self.sizeAverage = sizeAverage ~= false
end

return SmoothL1Criterion
