-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Min([dimension], [nInputDims]): the smallest element along a dimension (default 1, negative: from
-- the end), which is dropped. With nInputDims, an input of one more dimension is a batch, and the
-- dimension counts behind it. `_indices` holds where the elements were.

local define = require('tocha').nn.define

local Min, parent = torch.class('nn.Min', 'nn.Module')
Min.__arguments = '[dimension:number], [nInputDims:number]'
define(Min)

function Min:__init(dimension, nInputDims)
  parent.__init(self)
  self.dimension = dimension or 1
  self.nInputDims = nInputDims
end

nn.utils.dropOnCast(Min, parent, '_indices')

function Min:clearState()
  nn.utils.clear(self, '_indices', '_output')
  return parent.clearState(self)
end

return Min
