-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SplitTable(dimension, [nInputDims]): a tensor to the table of its slices along a dimension, views
-- of it. See nn.JoinTable about the arguments.

local define = require('tocha').nn.define

local SplitTable, parent = torch.class('nn.SplitTable', 'nn.Module')
SplitTable.__arguments = 'dimension:number, [nInputDims:number]'
define(SplitTable)

function SplitTable:__init(dimension, nInputDims)
  parent.__init(self)
  self.dimension = dimension
  self.nInputDims = nInputDims
end

return SplitTable
