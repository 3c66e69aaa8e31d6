-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Identity(): the input itself, whatever it is.

local define = require('tocha').nn.define

local Identity = torch.class('nn.Identity', 'nn.Module')
define(Identity)

-- Both fields are other modules' tensors: they are replaced, not emptied.
function Identity:clearState()
  return nn.utils.replaceResults(self)
end

return Identity
