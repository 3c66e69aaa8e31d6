-- SPDX-License-Identifier: BSD-3-Clause
-- nn.View(size...) or nn.View(LongStorage): the input under other sizes, one of which may be -1.
-- Where the input holds more elements it is taken for a batch: the output gets a first dimension
-- for it. With a -1 the batch cannot be told apart: setNumInputDims(n) says that a sample has n
-- dimensions. The output is a view of the input where that is contiguous.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local View, parent = torch.class('nn.View', 'nn.Module')
View.__arguments = 'size:sizes'
define(View)

function View:__init(...)
  parent.__init(self)
  self:resetSize(...)
  self.numInputDims = nil
end

-- resetSize(size...): other sizes. Returns the module.
function View:resetSize(...)
  local first = ...
  if select('#', ...) == 1 and torch.typename(first) == 'torch.LongStorage' then
    self.size = first
  else
    self.size = torch.LongStorage {...}
  end
  local elements, open = 1, false
  for i = 1, #self.size do
    local size = self.size[i]
    if size < -1 or open and size == -1 then
      fail(torch.type(self), 'sizes must be positive, one may be -1: got ',
           table.concat(self.size:totable(), ', '))
    end
    if size == -1 then open = true else elements = elements * size end
  end
  self.numElements = elements
  return self
end

function View:setNumInputDims(numInputDims)
  self.numInputDims = numInputDims
  return self
end

function View:__tostring__()
  return ('%s(%s)'):format(torch.type(self), table.concat(self.size:totable(), ', '))
end

return View
