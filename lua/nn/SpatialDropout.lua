-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialDropout([p], [stochasticInference]): in training, drops whole planes with probability p
-- (default 0.5); in evaluation everything is scaled by 1 - p instead, unless `stochasticInference`.
-- Planes x height x width, or a batch of them (Tompson et al., arXiv:1411.4280). `noise` holds a 0
-- or 1 for each plane.

local define = require('tocha').nn.define

local SpatialDropout, parent = torch.class('nn.SpatialDropout', 'nn.Module')
SpatialDropout.__arguments = '[p:number], [stochasticInference]'
define(SpatialDropout)

function SpatialDropout:__init(p, stochasticInference)
  parent.__init(self)
  self.p = p or 0.5
  self.train = true
  self.stochastic_inference = stochasticInference or false
  self.noise = torch.Tensor()
end

function SpatialDropout:setp(p)
  self.p = p
end

function SpatialDropout:clearState()
  nn.utils.clear(self, 'noise')
  return parent.clearState(self)
end

function SpatialDropout:__tostring__()
  return ('%s(%f)'):format(torch.type(self), self.p)
end

return SpatialDropout
