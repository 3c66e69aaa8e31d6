-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MM([transA], [transB]): the product of the two matrices of a table, or of the pairs of two batches
-- of matrices; either may be transposed first.

local define = require('tocha').nn.define

local MM, parent = torch.class('nn.MM', 'nn.Module')
define(MM)

function MM:__init(transA, transB)
  parent.__init(self)
  self.transA = transA or false
  self.transB = transB or false
  self.gradInput = {torch.Tensor(), torch.Tensor()}
end

return MM
