-- SPDX-License-Identifier: BSD-3-Clause
-- What poolings have in common.

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local values = require('nn.convolution').values

local M = {}

-- Indices stay whole numbers, on the device of the other tensors.
local function new_indices(typename)
  local on_gpu = typename:match('^torch%.Cuda') and torch.CudaLongTensor
  return (on_gpu or torch.LongTensor)()
end

-- Methods of classes that keep the places of maxima in the field `indices`.
function M.keep_indices(class, parent)
  function class:type(name, cache)
    if not name then return self._type end
    local had = self.indices
    self.indices = nil
    parent.type(self, name, cache)
    self.indices = had and new_indices(name)
    return self
  end

  -- Old files have real numbers as indices.
  function class:read(file)
    parent.read(self, file)
    if self.indices and not torch.type(self.indices):match('LongTensor$') then
      self.indices = new_indices(self._type or 'torch.DoubleTensor')
    end
  end

  function class:clearState()
    if self.indices then self.indices:set() end
    return parent.clearState(self)
  end
  M.allow_empty(class)
end

-- The name of clearState in old programs.
function M.allow_empty(class)
  function class:empty()
    self:clearState()
  end
end

function M.allow_rounding(class)
  function class:ceil()
    self.ceil_mode = true
    return self
  end

  function class:floor()
    self.ceil_mode = false
    return self
  end
end

-- Sets the fields prefix .. axis from the arguments of the group-th kind; absent(axis): those that are
-- not given.
function M.set(self, prefix, axes, group, arguments, absent)
  for i, axis in ipairs(axes) do
    self[prefix .. axis] = arguments[(group - 1) * #axes + i] or absent and absent(axis)
  end
end

-- The text: kernel, strides, padding if there is any, dilation of dilated layers.
function M.describe(class, axes)
  function class:__tostring__()
    local parts = {table.concat(values(self, 'k', axes), 'x'), table.concat(values(self, 'd', axes), ',')}
    local pads = table.concat(values(self, 'pad', axes), ',')
    if pads:match('[^0,]') then table.insert(parts, pads) end
    if self['dilation' .. axes[1]] then
      table.insert(parts, table.concat(values(self, 'dilation', axes), ','))
    end
    return ('%s(%s)'):format(torch.type(self), table.concat(parts, ', '))
  end
end

-- Max pooling by windows: the kernel of each axis, strides (default: side by side), padding.
function M.implement_max(class, parent, axes)
  define(class)

  function class:__init(...)
    parent.__init(self)
    local arguments = {...}
    M.set(self, 'k', axes, 1, arguments)
    M.set(self, 'd', axes, 2, arguments, function(axis) return self['k' .. axis] end)
    M.set(self, 'pad', axes, 3, arguments, function() return 0 end)
    self.ceil_mode = false
    self.indices = torch.LongTensor()
  end

  M.keep_indices(class, parent)
  M.allow_rounding(class)
  M.describe(class, axes)
end

-- The dilated form of a class: one more argument for each axis, dilation (default 1).
function M.implement_dilated(class, parent, axes)
  define(class)

  function class:__init(...)
    parent.__init(self, ...)
    M.set(self, 'dilation', axes, 4, {...}, function() return 1 end)
  end
end

-- Fractional max pooling: the size of the regions for each axis, then the output size or its ratio to
-- the input's.
function M.implement_fractional(class, parent, axes)
  define(class)

  function class:__init(...)
    parent.__init(self)
    local arguments, sizes = {...}, true
    for i, axis in ipairs(axes) do
      local size, out = arguments[i], arguments[#axes + i]
      if type(size) ~= 'number' or size < 2 then
        fail(torch.type(self), 'poolSize', axis, ' must be at least 2, got ', size)
      end
      if type(out) ~= 'number' or out <= 0 then
        fail(torch.type(self), 'the output size or ratio of ', axis, ' must be above 0, got ',
             out)
      end
      sizes = sizes and out >= 1
      self['poolSize' .. axis] = size
    end
    self.newRandomPool = false -- true: the regions are fixed
    M.set(self, sizes and 'out' or 'ratio', axes, 2, arguments)
    for _, axis in ipairs(sizes and {} or axes) do
      local ratio = self['ratio' .. axis]
      if ratio >= 1 then fail(torch.type(self), 'ratio', axis, ' must be below 1, got ', ratio) end
    end
  end

  -- fixPoolingRegions([fixed]): keep the regions of the last forward pass from now on, or (false)
  -- draw new ones in each again.
  function class:fixPoolingRegions(fixed)
    self.newRandomPool = fixed == nil or fixed
    return self
  end

  M.keep_indices(class, parent)

  function class:clearState()
    self.indices = nil
    self.randomSamples = nil
    return parent.clearState(self)
  end

  function class:__tostring__()
    local outputs = values(self, self['out' .. axes[1]] and 'out' or 'ratio', axes)
    return ('%s(%s, %s)'):format(torch.type(self), table.concat(outputs, 'x'),
                                 table.concat(values(self, 'poolSize', axes), ','))
  end
end

-- The inverse of the max pooling `of` (a class name), whose windows must lie side by side.
function M.implement_unpooling(class, parent, of, axes)
  define(class)

  function class:__init(pooling)
    parent.__init(self)
    if torch.type(pooling) ~= of then
      fail(torch.type(self), 'the pooling must be an ', of, ', got ', torch.type(pooling))
    end
    for _, axis in ipairs(axes) do
      local k, d = pooling['k' .. axis], pooling['d' .. axis]
      if k ~= d then
        fail(torch.type(self), "the pooling's kernel and stride must be equal, got k", axis, ' ', k,
             ' and d', axis, ' ', d)
      end
    end
    self.pooling = pooling
  end

  M.allow_empty(class)

  function class:__tostring__()
    return torch.type(self) .. ' associated to ' .. tostring(self.pooling)
  end
end

return M
