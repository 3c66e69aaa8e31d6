-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CosineDistance(): the cosine of the angle between the two vectors of a table, or between each pair
-- of rows of two matrices.

local define = require('tocha').nn.define

local CosineDistance, parent = torch.class('nn.CosineDistance', 'nn.Module')
define(CosineDistance)

function CosineDistance:__init()
  parent.__init(self)
  self.gradInput = {torch.Tensor(), torch.Tensor()}
end

function CosineDistance:clearState()
  nn.utils.clear(self, '_buffer', 'buffer', 'w1', 'w22', 'w', 'w32', 'ones') -- two are of old files
  return parent.clearState(self)
end

return CosineDistance
