-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialAutoCropMSECriterion([sizeAverage]): nn.MSECriterion against the middle of the target, which
-- may be higher and wider than the input.

local define = require('tocha').nn.define

local SpatialAutoCropMSE, parent = torch.class('nn.SpatialAutoCropMSECriterion', 'nn.MSECriterion')
define(SpatialAutoCropMSE)

function SpatialAutoCropMSE:__init(sizeAverage)
  parent.__init(self, sizeAverage)
end

return SpatialAutoCropMSE
