-- SPDX-License-Identifier: BSD-3-Clause
-- nn.LookupTable(nIndex, nOutput, [paddingValue], [maxNorm], [normType]): for each number of a vector (or
-- matrix) the row of `weight` (nIndex x nOutput) of that number. Rows named `paddingValue` get no
-- gradient. With `maxNorm`, forward scales the rows it meets down to that norm (the 2-norm, or the
-- `normType`-norm).

local define = require('tocha').nn.define

local LookupTable, parent = torch.class('nn.LookupTable', 'nn.Module')
LookupTable.__arguments = 'nIndex:count, nOutput:count, [paddingValue:number], [maxNorm:number], ' ..
  '[normType:number]'
LookupTable.__version = 4
define(LookupTable)

function LookupTable:__init(nIndex, nOutput, paddingValue, maxNorm, normType)
  parent.__init(self)
  self.weight = torch.Tensor(nIndex, nOutput)
  self.gradWeight = torch.Tensor(nIndex, nOutput):zero()
  self.paddingValue = paddingValue or 0
  self.maxNorm = maxNorm
  self.normType = normType
  self:reset()
end

-- Normally distributed with the deviation `stdv` (1).
function LookupTable:reset(stdv)
  self.weight:normal(0, stdv or 1)
end

-- Without gradWeight, for training by accUpdateGradParameters only.
function LookupTable:accUpdateOnly()
  self.gradWeight = nil
  return self
end

-- setPadding(index), setMaxNorm(norm), setNormType(p): as the constructor's arguments.
for method, field in pairs {setPadding = 'paddingValue', setMaxNorm = 'maxNorm', setNormType = 'normType'} do
  LookupTable[method] = function(self, value)
    self[field] = value
    return self
  end
end

-- Divides the gradient of a row by the number of times that it occurs in the input.
function LookupTable:scaleGradByFreq()
  self.shouldScaleGradByFreq = true
  return self
end

-- The gradients do not depend on the parameters, so shared ones need no detour either.
function LookupTable:sharedAccUpdateGradParameters(input, gradOutput, lr)
  self:defaultAccUpdateGradParameters(input, gradOutput, lr)
end

-- Buffers and the gradient of row numbers have types of their own.
function LookupTable:type(name, cache)
  if name then
    self._input, self._count = nil, nil
    self.gradInput = self.gradInput and self.weight.new()
  end
  return parent.type(self, name, cache)
end

function LookupTable:clearState()
  nn.utils.clear(self, '_count', '_counts', '_input', '_rows', '_frequency', '_padding')
  return parent.clearState(self)
end

return LookupTable
