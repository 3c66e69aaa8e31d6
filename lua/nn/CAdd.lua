-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CAdd(size...) or nn.CAdd(LongStorage): a learned tensor of those sizes added to each sample,
-- elementwise. Where the input has as many dimensions as the sizes, those of 1 are repeated.

local define = require('tocha').nn.define
local initial = require 'nn.initial'

local CAdd, parent = torch.class('nn.CAdd', 'nn.Module')
CAdd.__arguments = 'size:sizes'
define(CAdd)

function CAdd:__init(...)
  parent.__init(self)
  local sizes = ...
  if torch.type(sizes) == 'torch.LongStorage' then sizes = sizes:totable() else sizes = {...} end
  self.size = torch.LongStorage(sizes)
  self.bias = torch.Tensor(self.size)
  self.gradBias = torch.Tensor(self.size)
  self.output:resize(self.size)
  self:reset()
end

-- Uniform in +-stdv sqrt(3), by default in +-1 / sqrt(number of elements).
function CAdd:reset(stdv)
  initial.uniform(stdv, self.bias:nElement(), self.bias)
end

-- Buffers of old files.
function CAdd:clearState()
  nn.utils.clear(self, '_input', '_output', '_gradInput', '_gradOutput', '_bias', '_gradBias',
                 '_expand', '_repeat', '_sum')
  return parent.clearState(self)
end

return CAdd
