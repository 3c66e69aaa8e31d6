-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Index(dimension): of the input {t, indices}, the slices of `t` along the dimension that the
-- LongTensor `indices` lists, some more than once perhaps. The gradient of the indices is 0.

local define = require('tocha').nn.define

local Index, parent = torch.class('nn.Index', 'nn.Module')
Index.__arguments = 'dimension:number'
define(Index)

function Index:__init(dimension)
  parent.__init(self)
  self.dimension = dimension
  self.gradInput = {self.gradInput, torch.Tensor()}
end

return Index
