-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Threshold([threshold], [value], [inplace]): x where x > threshold (default 1e-6), else `value`
-- (default 0). Tensors of any sizes. In place, the input itself is changed and becomes the output
-- (and gradOutput the gradInput); `value` must then not exceed the threshold, or the gradient could
-- not be told from the output.

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local checked = require('nn.inplace')

local Threshold, parent = torch.class('nn.Threshold', 'nn.Module')
Threshold.__arguments = '[threshold:number], [value:number], [inplace]'
define(Threshold)

function Threshold:__init(threshold, value, inplace)
  parent.__init(self)
  if type(threshold or 0) ~= 'number' or type(value or 0) ~= 'number' then
    fail(torch.type(self), 'threshold and value must be numbers, got ',
         type(threshold or 0), ' and ', type(value or 0))
  end
  self.threshold = threshold or 1e-6
  self.val = value or 0
  self.inplace = checked(self, inplace)
  self:validateParameters()
end

function Threshold:validateParameters()
  self.inplace = self.inplace or false -- old files lack it
  if self.inplace and self.val > self.threshold then
    fail(torch.type(self), 'in place, the value (', self.val, ') must not exceed the threshold (',
         self.threshold, ')')
  end
end

return Threshold
