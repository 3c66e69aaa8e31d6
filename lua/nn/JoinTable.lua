-- SPDX-License-Identifier: BSD-3-Clause
-- nn.JoinTable(dimension, [nInputDims]): the tensors of a table joined along a dimension; negative
-- counts from the end. With nInputDims, tensors of one dimension more are batches, whose first
-- dimension does not count.

local define = require('tocha').nn.define

local JoinTable, parent = torch.class('nn.JoinTable', 'nn.Module')
JoinTable.__arguments = 'dimension:number, [nInputDims:number]'
define(JoinTable)

function JoinTable:__init(dimension, nInputDims)
  parent.__init(self)
  self.size = torch.LongStorage() -- a field of Torch7's, here for its files' sake
  self.dimension = dimension
  self.nInputDims = nInputDims
  self.gradInput = {}
end

return JoinTable
