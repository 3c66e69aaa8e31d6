-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Sum([dimension], [nInputDims], [sizeAverage], [squeeze]): the sum along a dimension (default 1,
-- negative: from the end), with `sizeAverage` the mean. The dimension is dropped unless `squeeze` is
-- false. With nInputDims, an input of one more dimension is a batch, and the dimension counts behind
-- it.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local Sum, parent = torch.class('nn.Sum', 'nn.Module')
Sum.__arguments = '[dimension:number], [nInputDims:number], [sizeAverage], [squeeze]'
define(Sum)

function Sum:__init(dimension, nInputDims, sizeAverage, squeeze)
  parent.__init(self)
  if type(squeeze or false) ~= 'boolean' then
    fail(torch.type(self), 'squeeze must be true or false, got ', type(squeeze))
  end
  self.dimension = dimension or 1
  self.nInputDims = nInputDims
  self.sizeAverage = sizeAverage or false
  self.squeeze = squeeze ~= false
end

function Sum:clearState()
  nn.utils.clear(self, '_gradOutput') -- a buffer of old files
  return parent.clearState(self)
end

return Sum
