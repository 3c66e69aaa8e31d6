-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Max([dimension], [nInputDims]): the largest element along a dimension (default 1, negative: from
-- the end), which is dropped. With nInputDims, an input of one more dimension is a batch, and the
-- dimension counts behind it. `_indices` holds where the elements were.

local define = require('tocha').nn.define

local Max, parent = torch.class('nn.Max', 'nn.Module')
Max.__arguments = '[dimension:number], [nInputDims:number]'
define(Max)

function Max:__init(dimension, nInputDims)
  parent.__init(self)
  self.dimension = dimension or 1
  self.nInputDims = nInputDims
end

nn.utils.dropOnCast(Max, parent, '_indices')

function Max:clearState()
  nn.utils.clear(self, '_indices', '_output')
  return parent.clearState(self)
end

return Max
