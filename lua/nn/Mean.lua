-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Mean([dimension], [nInputDims]): nn.Sum with sizeAverage.

local define = require('tocha').nn.define

local Mean, parent = torch.class('nn.Mean', 'nn.Sum')
Mean.__arguments = '[dimension:number], [nInputDims:number]'
define(Mean)

function Mean:__init(dimension, nInputDims)
  parent.__init(self, dimension, nInputDims, true)
end

return Mean
