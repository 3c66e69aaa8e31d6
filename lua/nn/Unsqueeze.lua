-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Unsqueeze(pos, [numInputDims]): a new dimension of size 1 at `pos` of each sample. Samples have
-- numInputDims dimensions, by default those of the first input; further ones in front are a batch.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local Unsqueeze, parent = torch.class('nn.Unsqueeze', 'nn.Module')
Unsqueeze.__arguments = 'pos:number, [numInputDims:number]'
define(Unsqueeze)

function Unsqueeze:__init(pos, numInputDims)
  parent.__init(self)
  if type(pos) ~= 'number' then
    fail(torch.type(self), 'the position must be a number, got ', type(pos))
  end
  self.pos = pos
  self:setNumInputDims(numInputDims)
end

function Unsqueeze:setNumInputDims(numInputDims)
  self.numInputDims = numInputDims
  return self
end

function Unsqueeze:__tostring__()
  return ('%s(dim %d)'):format(torch.type(self), self.pos)
end

return Unsqueeze
