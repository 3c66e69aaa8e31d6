-- SPDX-License-Identifier: BSD-3-Clause
-- nn.TemporalDynamicKMaxPooling(minK, [factor]): of each feature of a sequence (frames x features, or
-- a batch of such) the k highest values, in the order in which they come. k is the larger of minK and
-- factor times the number of frames, rounded up. `indices` holds their frames.

local define = require('tocha').nn.define

local KMaxPooling, parent = torch.class('nn.TemporalDynamicKMaxPooling', 'nn.Module')
KMaxPooling.__arguments = 'minK:count, [factor:number]'
define(KMaxPooling)

function KMaxPooling:__init(minK, factor)
  parent.__init(self)
  self.minK = minK
  self.factor = factor or 0
end

function KMaxPooling:clearState()
  nn.utils.clear(self, 'indices')
  return parent.clearState(self)
end

return KMaxPooling
