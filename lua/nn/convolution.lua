-- SPDX-License-Identifier: BSD-3-Clause
-- What convolutions have in common. For those over images and volumes that is all but the form of the
-- weight: `implement(class, parent, options)` gives a class its methods. Options:
--   axes          names of the dimensions in the order of the arguments: {'W', 'H'} or {'T', 'W', 'H'}
--   weight_sizes  function(layer): the sizes of `weight`
--   extra         a further argument for each axis: 'adj' for full convolutions
--   fields        names of further tensors that Torch7's objects have

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local initial = require 'nn.initial'

local M = {}

-- The values of the fields prefix .. axis.
local function values(self, prefix, axes)
  local list = {}
  for i, axis in ipairs(axes) do
    list[i] = self[prefix .. axis] or 0
  end
  return list
end

M.values = values

local function any_but(value, list)
  for _, one in ipairs(list) do
    if one ~= value then return true end
  end
end

-- Sets prefix .. axis from `list`; `absent(i)` where there is none.
local function set(self, prefix, axes, list, absent)
  for i, axis in ipairs(axes) do
    self[prefix .. axis] = list[i] or absent(i)
  end
end

-- The arguments of the group-th kind, one for each axis.
local function group(axes, number, arguments)
  local list = {}
  for i = 1, #axes do
    list[i] = arguments[(number - 1) * #axes + i]
  end
  return list
end

-- New parameters, uniform in +-stdv sqrt(3); by default in +-1 / sqrt(inputs of an output element).
function M.reset(self, inputs, stdv)
  initial.uniform(stdv, inputs, self.weight, self.bias)
end

-- `weight` and `bias` of these sizes, and their gradients.
function M.make_parameters(self, weight_sizes, bias_sizes)
  local weight, bias = torch.LongStorage(weight_sizes), torch.LongStorage(bias_sizes)
  self.weight, self.gradWeight = torch.Tensor(weight), torch.Tensor(weight)
  self.bias, self.gradBias = torch.Tensor(bias), torch.Tensor(bias)
end

-- Methods of classes that had buffers of their own in Torch7, which old files still hold.
local buffers = {'finput', 'fgradInput', '_input', '_gradOutput'}

function M.forget_buffers(class, parent)
  function class:type(name, cache)
    if name then nn.utils.clear(self, buffers) end
    return parent.type(self, name, cache)
  end

  function class:clearState()
    nn.utils.clear(self, buffers)
    return parent.clearState(self)
  end
end

function M.allow_no_bias(class)
  function class:noBias()
    self.bias = nil
    self.gradBias = nil
    return self
  end
end

function M.check_counts(self, counts)
  for name, value in pairs(counts) do
    if type(value) ~= 'number' or value < 1 then
      fail(torch.type(self), name, ' must be at least 1, got ', value)
    end
  end
end

-- Kernel, stride, padding and `extra` of each axis, in the order in which constructors take them.
local function init_windows(self, axes, extra, ...)
  local arguments, counts = {...}, {}
  set(self, 'k', axes, group(axes, 1, arguments), function() return false end)
  set(self, 'd', axes, group(axes, 2, arguments), function() return 1 end)
  for _, axis in ipairs(axes) do
    counts['k' .. axis], counts['d' .. axis] = self['k' .. axis], self['d' .. axis]
  end
  M.check_counts(self, counts)
  -- A full convolution's padding is 0 where it is not given, others take over the one before.
  set(self, 'pad', axes, group(axes, 3, arguments), function(i)
    return i > 1 and not extra and self['pad' .. axes[i - 1]] or 0
  end)
  if extra then set(self, extra, axes, group(axes, 4, arguments), function() return 0 end) end
end

-- The text: planes, what `shape(self)` adds, kernel; strides, padding and the rest where they are not
-- the default. Torch7 does not mention a missing bias of volumetric layers, unless they are dilated.
function M.describe(class, axes, shape)
  function class:__tostring__()
    local parts = {('%d -> %d'):format(self.nInputPlane, self.nOutputPlane)}
    if shape then table.insert(parts, shape(self)) end
    table.insert(parts, table.concat(values(self, 'k', axes), 'x'))
    local function add(list)
      table.insert(parts, table.concat(list, ','))
    end
    local strides, pads = values(self, 'd', axes), values(self, 'pad', axes)
    if self.padding then pads = {self.padding, self.padding} end
    local padded = any_but(0, pads)
    if padded or any_but(1, strides) then add(strides) end
    if padded then add(pads) end
    if self.dilationW then add(values(self, 'dilation', axes)) end
    local adjust = values(self, 'adj', axes)
    if any_but(0, adjust) then add(adjust) end
    local text = ('%s(%s)'):format(torch.type(self), table.concat(parts, ', '))
    local silent = self.bias or #axes == 3 and not self.dilationW
    return silent and text or text .. ' without bias'
  end
end

function M.implement(class, parent, options)
  define(class)
  local axes, extra = options.axes, options.extra

  function class:__init(nInputPlane, nOutputPlane, ...)
    parent.__init(self)
    M.check_counts(self, {nInputPlane = nInputPlane or 0, nOutputPlane = nOutputPlane or 0})
    self.nInputPlane, self.nOutputPlane = nInputPlane, nOutputPlane
    init_windows(self, axes, extra, ...)
    for _, axis in ipairs(extra and axes or {}) do
      local adjust, stride = self[extra .. axis], self['d' .. axis]
      if adjust >= stride then
        fail(torch.type(self), extra, axis, ' must be below d', axis, ', got ', adjust, ' and ',
             stride)
      end
    end
    M.make_parameters(self, options.weight_sizes(self), {nOutputPlane})
    for _, name in ipairs(options.fields or {}) do
      self[name] = torch.Tensor()
    end
    self:reset()
  end

  function class:reset(stdv)
    local inputs = self.nInputPlane
    for _, size in ipairs(values(self, 'k', axes)) do
      inputs = inputs * size
    end
    M.reset(self, inputs, stdv)
  end

  M.allow_no_bias(class)
  M.forget_buffers(class, parent)
  M.describe(class, axes)
end

-- The dilated form of a class: one more argument for each axis, dilation (default 1).
function M.implement_dilated(class, parent, axes)
  define(class)

  function class:__init(nInputPlane, nOutputPlane, ...)
    parent.__init(self, nInputPlane, nOutputPlane, ...)
    set(self, 'dilation', axes, group(axes, 4, {...}), function() return 1 end)
  end
end

return M
