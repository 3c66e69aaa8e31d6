-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialContrastiveNormalization([nInputPlane], [kernel], [threshold], [thresval]):
-- nn.SpatialSubtractiveNormalization, then nn.SpatialDivisiveNormalization, with the same kernel.

local define = require('tocha').nn.define
local normalization = require 'nn.local_normalization'

local Contrastive, parent = torch.class('nn.SpatialContrastiveNormalization', 'nn.Module')
Contrastive.__arguments = '[nInputPlane:count], [kernel:tensor], [threshold:number], [thresval:number]'
define(Contrastive)
normalization.clear(Contrastive, parent)

function Contrastive:__init(nInputPlane, kernel, threshold, thresval)
  parent.__init(self)
  normalization.set_kernel(self, nInputPlane, kernel)
  self.threshold = threshold or 1e-4
  self.thresval = thresval or threshold or 1e-4
  self.normalizer = nn.Sequential()
    :add(nn.SpatialSubtractiveNormalization(self.nInputPlane, self.kernel))
    :add(nn.SpatialDivisiveNormalization(self.nInputPlane, self.kernel, self.threshold, self.thresval))
end

return Contrastive
