-- SPDX-License-Identifier: BSD-3-Clause
-- nn.GatedLinearUnit([dim]): the first half of the input along dimension `dim` (default: the last)
-- times the sigmoid of its second half (Dauphin et al., arXiv:1612.08083).

local define = require('tocha').nn.define

local GatedLinearUnit, parent = torch.class('nn.GatedLinearUnit', 'nn.Module')
GatedLinearUnit.__arguments = '[dim:number]'
define(GatedLinearUnit)

function GatedLinearUnit:__init(dim)
  parent.__init(self)
  self.dim = dim
end

return GatedLinearUnit
