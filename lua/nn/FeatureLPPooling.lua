-- SPDX-License-Identifier: BSD-3-Clause
-- nn.FeatureLPPooling(width, stride, power, [batch_mode]): the p-norm, p = power, of each window of
-- `width` features, `stride` apart. Features are the first dimension of a sample, up to two others
-- may follow; with batch_mode the input is a batch of samples. Powers are meant to be even, or 1 (the
-- plain sum): elements are raised to them with their signs.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local FeatureLPPooling, parent = torch.class('nn.FeatureLPPooling', 'nn.Module')
FeatureLPPooling.__arguments = 'width:number, stride:number, power:number, [batch_mode]'
define(FeatureLPPooling)

local function check(self, name, value, low, high)
  if type(value) ~= 'number' or value < low or value > high then
    fail(torch.type(self), name, ' must be in ', low, ' to ', high, ', got ', value)
  end
end

function FeatureLPPooling:__init(width, stride, power, batch_mode)
  parent.__init(self)
  check(self, 'the width', width, 2, 16)
  check(self, 'the stride', stride, 1, 4)
  self.width = width
  self.stride = stride
  self.power = power
  self.batch_mode = batch_mode
end

function FeatureLPPooling:__tostring__()
  return ('%s(w%d s%d power %g%s)'):format(torch.type(self), self.width, self.stride, self.power,
                                           self.batch_mode and ' batch' or '')
end

return FeatureLPPooling
