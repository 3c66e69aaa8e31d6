-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Select(dimension, index): one slice of the input along a dimension, which is dropped. Both
-- numbers may be negative: from the end.

local define = require('tocha').nn.define

local Select, parent = torch.class('nn.Select', 'nn.Module')
Select.__arguments = 'dimension:number, index:number'
define(Select)

function Select:__init(dimension, index)
  parent.__init(self)
  self.dimension = dimension
  self.index = index
end

return Select
