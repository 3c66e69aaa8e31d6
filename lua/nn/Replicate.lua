-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Replicate(nFeatures, [dim], [ndim]): the input nFeatures times along a new dimension `dim`
-- (default 1), without copying it: the new dimension has stride 0. An input of more than ndim
-- dimensions is a batch, and `dim` counts behind it.

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local need = require 'nn.need'

local Replicate, parent = torch.class('nn.Replicate', 'nn.Module')
Replicate.__arguments = 'nFeatures:count, [dim:number], [ndim:number]'
define(Replicate)

function Replicate:__init(nf, dim, ndim)
  parent.__init(self)
  self.nfeatures = need(self, 'the number of copies', nf, 'number')
  self.dim = need(self, 'the dimension', dim or 1, 'number')
  self.ndim = ndim
  if self.dim < 1 then fail(torch.type(self), 'dimensions count from 1, got ', self.dim) end
end

return Replicate
