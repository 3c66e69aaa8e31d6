-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CMul(size...) or nn.CMul(LongStorage): a learned tensor of those sizes times each sample,
-- elementwise. Where the input has as many dimensions as the sizes, those of 1 are repeated.

local define = require('tocha').nn.define
local initial = require 'nn.initial'

local CMul, parent = torch.class('nn.CMul', 'nn.Module')
CMul.__arguments = 'size:sizes'
define(CMul)

function CMul:__init(...)
  parent.__init(self)
  local sizes = ...
  if torch.type(sizes) == 'torch.LongStorage' then sizes = sizes:totable() else sizes = {...} end
  self.size = torch.LongStorage(sizes)
  self.weight = torch.Tensor(self.size)
  self.gradWeight = torch.Tensor(self.size)
  self.output:resize(self.size)
  self:reset()
end

-- Uniform in +-stdv sqrt(3), by default in +-1 / sqrt(number of elements).
function CMul:reset(stdv)
  initial.uniform(stdv, self.weight:nElement(), self.weight)
end

-- Buffers of old files.
function CMul:clearState()
  nn.utils.clear(self, '_input', '_output', '_gradInput', '_gradOutput', '_weight', '_gradWeight',
                 '_expand', '_repeat', '_sum')
  return parent.clearState(self)
end

return CMul
