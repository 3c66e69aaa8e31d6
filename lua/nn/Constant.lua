-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Constant(value, [nInputDim]): always outputs `value`, a tensor or a number. An input of more than
-- nInputDim dimensions is a batch: the output is the value for each of its samples.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local Constant, parent = torch.class('nn.Constant', 'nn.Module')
Constant.__arguments = 'value:number|tensor, [nInputDim:number]'
define(Constant)

function Constant:__init(value, nInputDim)
  parent.__init(self)
  self.value = type(value) == 'number' and torch.Tensor {value} or value
  if not torch.isTensor(self.value) then
    fail(torch.type(self), 'the value must be a number or a tensor, got ', torch.type(value))
  end
  self.nInputDim = nInputDim
end

return Constant
