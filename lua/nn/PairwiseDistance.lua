-- SPDX-License-Identifier: BSD-3-Clause
-- nn.PairwiseDistance([p]): the p-norm (default 2) of the difference of the two vectors of a table, or
-- of each pair of rows of two matrices.

local define = require('tocha').nn.define

local PairwiseDistance, parent = torch.class('nn.PairwiseDistance', 'nn.Module')
PairwiseDistance.__arguments = '[p:number]'
define(PairwiseDistance)

function PairwiseDistance:__init(p)
  parent.__init(self)
  self.gradInput = {}
  self.diff = torch.Tensor()
  self.norm = p or 2
end

function PairwiseDistance:clearState()
  nn.utils.clear(self, 'diff', 'outExpand', 'grad', 'ones') -- the last two: of old files
  return parent.clearState(self)
end

return PairwiseDistance
