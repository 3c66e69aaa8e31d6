-- SPDX-License-Identifier: BSD-3-Clause
-- nn.DepthConcat(dimension): as nn.Concat, but outputs may be smaller than others in the other
-- dimensions: they are centred among zeros.

local define = require('tocha').nn.define

local DepthConcat = torch.class('nn.DepthConcat', 'nn.Concat')
define(DepthConcat)

function DepthConcat:accUpdateGradParameters(input, gradOutput, lr)
  nn.utils.accumulateIntoParameters(self, input, gradOutput, lr)
end

return DepthConcat
