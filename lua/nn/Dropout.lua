-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Dropout([p], [v1], [inplace], [stochasticInference]): in training, drops each element with
-- probability p (default 0.5). The others are scaled by 1 / (1 - p), so that nothing is left to do
-- in evaluation; with `v1` the scaling happens in evaluation instead. With `stochasticInference`
-- elements are dropped in evaluation too. Tensors of any sizes; `noise` holds the mask.

local fail = require('torch.error').fail
local dropout = require('tocha').nn.dropout
local cmul, mul = torch.cmul, torch.mul

local Dropout, parent = torch.class('nn.Dropout', 'nn.Module')

function Dropout:__init(p, v1, inplace, stochasticInference)
  parent.__init(self)
  self.p = p or 0.5
  self.train = true
  self.inplace = inplace
  self.stochastic_inference = stochasticInference or false
  self.v2 = not v1
  if self.p >= 1 or self.p < 0 then
    fail(torch.type(self), 'p must be in [0, 1), got ', self.p)
  end
  self.noise = torch.Tensor()
end

-- `to` becomes `from`, or in place a view of it, times `factor`.
local function scaled(self, to, from, factor)
  if self.inplace then
    to:set(from)
    return factor ~= 1 and to:mul(factor) or to
  end
  if factor == 1 then return to:resizeAs(from):copy(from) end
  return mul(to, from, factor)
end

function Dropout:updateOutput(input)
  local output = self.output
  if self.p > 0 and (self.train or self.stochastic_inference) then
    dropout(output, self.noise, input, self.p, self.v2, self.inplace or false)
    return output
  end
  return scaled(self, output, input, self.v2 and 1 or 1 - self.p)
end

function Dropout:updateGradInput(_, gradOutput)
  local gradInput = self.gradInput
  if self.p > 0 and self.train then
    if self.inplace then return gradInput:set(gradOutput):cmul(self.noise) end
    return cmul(gradInput, gradOutput, self.noise)
  end
  return scaled(self, gradInput, gradOutput, self.v2 and 1 or 1 - self.p)
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
