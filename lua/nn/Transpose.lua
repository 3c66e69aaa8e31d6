-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Transpose({dim1, dim2}...): the pairs of dimensions change places, one pair after the other.
-- setNumInputDims(n): samples have n dimensions, further ones in front are a batch.

local define = require('tocha').nn.define

local Transpose, parent = torch.class('nn.Transpose', 'nn.Module')
Transpose.__arguments = '[pair:table]'
define(Transpose)

function Transpose:__init(...)
  parent.__init(self)
  self.permutations = {...}
  self.numInputDims = nil
end

function Transpose:setNumInputDims(numInputDims)
  self.numInputDims = numInputDims
  return self
end

return Transpose
