-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Padding(dim, pad, [nInputDim], [value], [index]): adds |pad| slices of `value` (default 0) along
-- dimension `dim`: before slice `index` (default 1) if pad is negative, behind it, counted from the
-- end, if it is positive. An input of more than nInputDim dimensions is a batch, and `dim` counts
-- behind it.

local define = require('tocha').nn.define

local Padding, parent = torch.class('nn.Padding', 'nn.Module')
Padding.__arguments = 'dim:number, pad:number, [nInputDim:number], [value:number], [index:number]'
define(Padding)

function Padding:__init(dim, pad, nInputDim, value, index)
  parent.__init(self)
  self.value = value or 0
  self.index = index or 1
  self.dim = dim
  self.pad = pad
  self.nInputDim = nInputDim
  self.outputSize = torch.LongStorage() -- Torch7's files have it
end

return Padding
