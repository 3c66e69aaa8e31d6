-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SoftMin(): nn.SoftMax of the negated input, `mininput`; the same dimensions.

local define = require('tocha').nn.define

local SoftMin, parent = torch.class('nn.SoftMin', 'nn.Module')
define(SoftMin)

function SoftMin:clearState()
  nn.utils.clear(self, 'mininput')
  return parent.clearState(self)
end

return SoftMin
