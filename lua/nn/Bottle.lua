-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Bottle(module, [nInputDim], [nOutputDim]): lets a module for batches of nInputDim dimensions
-- (default 2) take inputs of more: the first ones are folded into one, and the output's (nOutputDim,
-- default as the input's) unfolded.

local define = require('tocha').nn.define
local need = require 'nn.need'

local Bottle, parent = torch.class('nn.Bottle', 'nn.Decorator')
Bottle.__arguments = 'module:module, [nInputDim:count], [nOutputDim:count]'
define(Bottle)
Bottle.backward = nil -- as in nn.Module, by its two halves

function Bottle:__init(module, nInputDim, nOutputDim)
  parent.__init(self, module)
  self.nInputDim = need(self, 'nInputDim', nInputDim or 2, 'number')
  self.nOutputDim = need(self, 'nOutputDim', nOutputDim or self.nInputDim, 'number')
  self.dimDelta = self.nInputDim - self.nOutputDim
  self.inShape = torch.Tensor(self.nInputDim) -- fields of Torch7's, here for its files' sake
  self.outShape = torch.Tensor(self.nOutputDim)
end

-- The folded batch is another one, so the module's own way to do this does not fit.
function Bottle:accUpdateGradParameters(input, gradOutput, lr)
  nn.utils.accumulateIntoParameters(self, input, gradOutput, lr)
end

return Bottle
