-- SPDX-License-Identifier: BSD-3-Clause
-- nn.BatchNormalization(N, [eps], [momentum], [affine]): makes each of the N features of a batch
-- (B x N) zero mean and unit variance, then scales and shifts it with `weight` and `bias` (unless
-- affine is false).
--
-- In training the mean and variance are the batch's, and `running_mean` and `running_var` move
-- towards them by `momentum` (default 0.1); in evaluation these are used. `eps` (default 1e-5) is
-- added to the variance. A batch of one has no variance: it is treated as in evaluation.

local fail = require('torch.error').fail
local define = require('tocha').nn.define

local BatchNormalization, parent = torch.class('nn.BatchNormalization', 'nn.Module')
BatchNormalization.__arguments = 'nOutput:count, [eps:number], [momentum:number], [affine]'
define(BatchNormalization)

BatchNormalization.__version = 2
BatchNormalization.nDim = 2 -- of a batch; subclasses have their own

function BatchNormalization:__init(nOutput, eps, momentum, affine)
  parent.__init(self)
  if type(nOutput) ~= 'number' or nOutput < 1 then
    fail(torch.type(self), 'the number of features must be 1 or more, got ', nOutput)
  end
  if affine ~= nil and type(affine) ~= 'boolean' then
    fail(torch.type(self), 'affine must be true or false, got ', type(affine))
  end
  self.affine = affine ~= false
  self.eps = eps or 1e-5
  self.train = true
  self.momentum = momentum or 0.1
  self.running_mean = torch.Tensor(nOutput):zero()
  self.running_var = torch.Tensor(nOutput):fill(1)
  if self.affine then
    self.weight = torch.Tensor(nOutput)
    self.bias = torch.Tensor(nOutput)
    self.gradWeight = torch.Tensor(nOutput)
    self.gradBias = torch.Tensor(nOutput)
    self:reset()
  end
end

function BatchNormalization:reset()
  if self.weight then self.weight:uniform() end
  if self.bias then self.bias:zero() end
  self.running_mean:zero()
  self.running_var:fill(1)
end

-- Version 1 kept 1 / sqrt(variance + eps).
function BatchNormalization:read(file, version)
  parent.read(self, file)
  if version and version < 2 and self.running_std then
    self.running_var = self.running_std:pow(-2):add(-self.eps)
    self.running_std = nil
  end
end

-- The first five are fields of old files.
function BatchNormalization:clearState()
  nn.utils.clear(self, 'buffer', 'buffer2', 'centered', 'std', 'normalized', '_input',
                 '_gradOutput', 'save_mean', 'save_std')
  return parent.clearState(self)
end

function BatchNormalization:__tostring__()
  return ('%s (%dD) (%d)'):format(torch.type(self), self.nDim, self.running_mean:nElement())
end

return BatchNormalization
