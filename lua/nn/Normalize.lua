-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Normalize(p, [eps]): divides a vector, or each row of a batch, by its p-norm (p > 0, math.huge
-- is allowed); eps (default 1e-10) is added to the sum below the root. `norm` holds the norms.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local Normalize, parent = torch.class('nn.Normalize', 'nn.Module')
Normalize.__arguments = 'p:number, [eps:number]'
define(Normalize)

function Normalize:__init(p, eps)
  parent.__init(self)
  if type(p) ~= 'number' or p <= 0 then
    fail(torch.type(self), 'p must be a number above 0, got ', p)
  end
  self.p = p
  self.eps = eps or 1e-10
end

-- All but `norm` are buffers of old files.
function Normalize:clearState()
  nn.utils.clear(self, 'norm', '_output', '_indices', '_gradInput', 'buffer', 'buffer2', 'normp',
                 'cross')
  return parent.clearState(self)
end

function Normalize:__tostring__()
  return (self.p % 1 == 0 and '%s(%d)' or '%s(%f)'):format(torch.type(self), self.p)
end

return Normalize
