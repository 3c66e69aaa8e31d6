-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Sqrt(): the square root of each element; its gradient is taken to be 0 at 0. Tensors of any
-- sizes.

local define = require('tocha').nn.define

local Sqrt, parent = torch.class('nn.Sqrt', 'nn.Module')
define(Sqrt)

function Sqrt:__init(eps)
  parent.__init(self)
  self.eps = eps or 0 -- Torch7 keeps it and does not use it
end

return Sqrt
