-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialDivisiveNormalization([nInputPlane], [kernel], [threshold], [thresval]): divides each
-- element by the weighted deviation from 0 of its neighbourhood in all planes; deviations up to
-- `threshold` (default 1e-4) count as `thresval` (default: as threshold). The kernel is as in
-- nn.SpatialSubtractiveNormalization.

local define = require('tocha').nn.define
local normalization = require 'nn.local_normalization'

local Divisive, parent = torch.class('nn.SpatialDivisiveNormalization', 'nn.Module')
Divisive.__arguments = '[nInputPlane:count], [kernel:tensor], [threshold:number], [thresval:number]'
define(Divisive)
normalization.clear(Divisive, parent)

function Divisive:__init(nInputPlane, kernel, threshold, thresval)
  parent.__init(self)
  -- One pass of a 2-D kernel, or two of a 1-D one, come to 1 / planes.
  normalization.set_kernel(self, nInputPlane, kernel, function(planes, dims)
    return dims == 2 and planes or math.sqrt(planes)
  end)
  self.threshold = threshold or 1e-4
  self.thresval = thresval or threshold or 1e-4
  self.meanestimator = normalization.estimator(self)
  self.stdestimator = normalization.estimator(self, nn.Square(), nn.Sqrt())
  self.normalizer = nn.CDivTable() -- fields of Torch7's, here for its files' sake
  self.divider = nn.CDivTable()
  self.thresholder = nn.Threshold(self.threshold, self.thresval)
  self.coef = torch.Tensor(1, 1, 1)
end

return Divisive
