-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Dropout([p], [v1], [inplace], [stochasticInference]): in training, drops each element with
-- probability p (default 0.5). The others are scaled by 1 / (1 - p), so that nothing is left to do
-- in evaluation; with `v1` the scaling happens in evaluation instead. With `stochasticInference`
-- elements are dropped in evaluation too. Tensors of any sizes; `noise` holds the mask.

local fail = require('torch.error').fail
local define = require('tocha').nn.define
local need = require 'nn.need'

local Dropout, parent = torch.class('nn.Dropout', 'nn.Module')
Dropout.__arguments = '[p:number], [v1], [inplace], [stochasticInference]'
define(Dropout)

function Dropout:__init(p, v1, inplace, stochasticInference)
  parent.__init(self)
  self.p = need(self, 'p', p or 0.5, 'number')
  self.train = true
  self.inplace = inplace
  self.stochastic_inference = stochasticInference or false
  self.v2 = not v1
  if self.p >= 1 or self.p < 0 then
    fail(torch.type(self), 'p must be in [0, 1), got ', self.p)
  end
  self.noise = torch.Tensor()
end

function Dropout:setp(p)
  self.p = p
end

function Dropout:clearState()
  if self.noise then self.noise:set() end
  return parent.clearState(self)
end

function Dropout:__tostring__()
  return ('%s(%f)'):format(torch.type(self), self.p)
end

return Dropout
