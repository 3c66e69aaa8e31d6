-- SPDX-License-Identifier: BSD-3-Clause
-- nn.PReLU([nOutputPlane]): x where x > 0, else weight * x. One slope for all elements, or one for
-- each plane: a vector's elements, the second dimension of a batch where it has that many, else the
-- first of a stack of planes (3-D). Slopes begin at 0.25; they should not decay.

local define = require('tocha').nn.define

local PReLU, parent = torch.class('nn.PReLU', 'nn.Module')
PReLU.__arguments = '[nOutputPlane:number]'
define(PReLU)

function PReLU:__init(nOutputPlane)
  parent.__init(self)
  self.nOutputPlane = nOutputPlane or 0  -- 0: one slope is shared
  self.weight = torch.Tensor(nOutputPlane or 1):fill(0.25)
  self.gradWeight = torch.Tensor(nOutputPlane or 1)
end

function PReLU:clearState()
  nn.utils.clear(self, 'gradWeightBuf', 'gradWeightBuf2')  -- buffers of old files
  return parent.clearState(self)
end

return PReLU
