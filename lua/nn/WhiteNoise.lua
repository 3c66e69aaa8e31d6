-- SPDX-License-Identifier: BSD-3-Clause
-- nn.WhiteNoise([mean], [std]): adds normal noise (defaults 0 and 0.1) in training, and the mean alone
-- in evaluation. Tensors of any sizes; `noise` holds what was added.

local define = require('tocha').nn.define

local WhiteNoise, parent = torch.class('nn.WhiteNoise', 'nn.Module')
WhiteNoise.__arguments = '[mean:number], [std:number]'
define(WhiteNoise)

function WhiteNoise:__init(mean, std)
  parent.__init(self)
  self.mean = mean or 0
  self.std = std or 0.1
  self.noise = torch.Tensor()
end

function WhiteNoise:clearState()
  nn.utils.clear(self, 'noise')
  return parent.clearState(self)
end

function WhiteNoise:__tostring__()
  return ('%s mean: %f, std: %f'):format(torch.type(self), self.mean, self.std)
end

return WhiteNoise
