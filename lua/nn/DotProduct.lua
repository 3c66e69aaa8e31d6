-- SPDX-License-Identifier: BSD-3-Clause
-- nn.DotProduct(): the scalar product of the two vectors of a table, or of each pair of rows of two
-- matrices.

local define = require('tocha').nn.define

local DotProduct, parent = torch.class('nn.DotProduct', 'nn.Module')
define(DotProduct)

function DotProduct:__init()
  parent.__init(self)
  self.gradInput = {torch.Tensor(), torch.Tensor()}
end

function DotProduct:clearState()
  nn.utils.clear(self, 'buffer')
  return parent.clearState(self)
end

return DotProduct
