-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SoftSign(): x / (1 + |x|) of each element. Tensors of any sizes.

local define = require('tocha').nn.define

local SoftSign, parent = torch.class('nn.SoftSign', 'nn.Module')
define(SoftSign)

function SoftSign:clearState()
  nn.utils.clear(self, 'temp', 'tempgrad')
  return parent.clearState(self)
end

return SoftSign
