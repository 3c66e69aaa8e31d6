-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Reshape(size..., [batchMode]) or nn.Reshape(LongStorage, [batchMode]): the input under other
-- sizes. batchMode true: the first dimension of the input counts samples and is kept; false: the
-- input is one sample; not given: it is one sample if it has as many elements as the sizes and its
-- first size is not 1.

local define = require('tocha').nn.define

local Reshape, parent = torch.class('nn.Reshape', 'nn.Module')
Reshape.__arguments = 'size:sizes'
define(Reshape)

function Reshape:__init(...)
  parent.__init(self)
  local sizes = {...}
  if type(sizes[#sizes]) == 'boolean' then self.batchMode = table.remove(sizes) end
  if torch.typename(sizes[1]) == 'torch.LongStorage' then sizes = sizes[1]:totable() end
  self.size = torch.LongStorage(sizes)
  self.nelement = 1
  self.batchsize = torch.LongStorage(#sizes + 1)
  self.batchsize[1] = 0 -- Torch7 keeps the batch here
  for i, size in ipairs(sizes) do
    self.nelement = self.nelement * size
    self.batchsize[i + 1] = size
  end
end

function Reshape:clearState()
  nn.utils.clear(self, '_input', '_gradOutput') -- buffers of old files
  return parent.clearState(self)
end

function Reshape:__tostring__()
  return ('%s(%s)'):format(torch.type(self), table.concat(self.size:totable(), 'x'))
end

return Reshape
