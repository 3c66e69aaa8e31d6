-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Squeeze([dim], [numInputDims]): drops the dimension `dim` if it has size 1, or all such
-- dimensions. An input of numInputDims + 1 dimensions is a batch: `dim` counts behind it, and a
-- batch of one keeps its dimension.

local define = require('tocha').nn.define

local Squeeze, parent = torch.class('nn.Squeeze', 'nn.Module')
Squeeze.__arguments = '[dim:number], [numInputDims:number]'
define(Squeeze)

function Squeeze:__init(dim, numInputDims)
  parent.__init(self)
  self.dim = dim
  self:setNumInputDims(numInputDims)
end

function Squeeze:setNumInputDims(numInputDims)
  self.numInputDims = numInputDims
  return self
end

return Squeeze
