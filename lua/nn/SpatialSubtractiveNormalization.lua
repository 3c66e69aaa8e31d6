-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialSubtractiveNormalization([nInputPlane], [kernel]): subtracts from each element the weighted
-- mean of its neighbourhood in all planes. `kernel` (2-D, or 1-D for one that is separable; odd sizes;
-- default 9 x 9 ones) gives the weights. nInputPlane x H x W or a batch of such.

local define = require('tocha').nn.define
local normalization = require 'nn.local_normalization'

local Subtractive, parent = torch.class('nn.SpatialSubtractiveNormalization', 'nn.Module')
Subtractive.__arguments = '[nInputPlane:count], [kernel:tensor]'
define(Subtractive)
normalization.clear(Subtractive, parent)

function Subtractive:__init(nInputPlane, kernel)
  parent.__init(self)
  normalization.set_kernel(self, nInputPlane, kernel, function(planes) return planes end)
  self.meanestimator = normalization.estimator(self)
  self.subtractor = nn.CSubTable() -- fields of Torch7's, here for its files' sake
  self.divider = nn.CDivTable()
  self.coef = torch.Tensor(1, 1, 1)
end

return Subtractive
