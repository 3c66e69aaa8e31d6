-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Collapse(nInputDim): all dimensions of a sample become one; an input of more than nInputDim
-- dimensions is a batch, whose first dimension stays.

local define = require('tocha').nn.define

local Collapse, parent = torch.class('nn.Collapse', 'nn.Module')
Collapse.__arguments = 'nInputDim:number'
define(Collapse)

function Collapse:__init(nInputDim)
  parent.__init(self)
  self.nInputDim = nInputDim
end

function Collapse:clearState()
  nn.utils.clear(self, '_input') -- a buffer of old files
  return parent.clearState(self)
end

return Collapse
