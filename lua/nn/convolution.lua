-- SPDX-License-Identifier: BSD-3-Clause
-- What nn.SpatialConvolution and nn.SpatialConvolutionMM have in common, which is all but the form
-- of the weight: `implement(class, parent, weight_sizes)` gives a class its methods.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local function init(self, parent, weight_sizes, nInputPlane, nOutputPlane, kW, kH, dW, dH, padW, padH)
  parent.__init(self)
  for name, value in pairs {nInputPlane = nInputPlane or 0, nOutputPlane = nOutputPlane or 0,
                            kW = kW or 0, kH = kH or 0, dW = dW or 1, dH = dH or 1} do
    if type(value) ~= 'number' or value < 1 then
      fail(torch.type(self), name, ' must be at least 1, got ', tostring(value))
    end
  end
  self.nInputPlane, self.nOutputPlane = nInputPlane, nOutputPlane
  self.kW, self.kH = kW, kH
  self.dW, self.dH = dW or 1, dH or 1
  self.padW = padW or 0
  self.padH = padH or self.padW
  local sizes = torch.LongStorage(weight_sizes(nInputPlane, nOutputPlane, kW, kH))
  self.weight, self.gradWeight = torch.Tensor(sizes), torch.Tensor(sizes)
  self.bias, self.gradBias = torch.Tensor(nOutputPlane), torch.Tensor(nOutputPlane)
  self:reset()
end

return function(class, parent, weight_sizes)
  define(class)

  function class:__init(...)
    init(self, parent, weight_sizes, ...)
  end

  function class:noBias()
    self.bias = nil
    self.gradBias = nil
    return self
  end

  -- Uniform in +-stdv sqrt(3), by default in +-1 / sqrt(inputs of an output element).
  function class:reset(stdv)
    local bound = stdv and stdv * math.sqrt(3) or 1 / math.sqrt(self.kW * self.kH * self.nInputPlane)
    self.weight:uniform(-bound, bound)
    if self.bias then self.bias:uniform(-bound, bound) end
  end

  -- Buffers of old files.
  local buffers = {'finput', 'fgradInput', '_input', '_gradOutput'}

  function class:type(name, cache)
    if name then nn.utils.clear(self, buffers) end
    return parent.type(self, name, cache)
  end

  function class:clearState()
    nn.utils.clear(self, buffers)
    return parent.clearState(self)
  end

  function class:__tostring__()
    local text = ('%s(%d -> %d, %dx%d'):format(torch.type(self), self.nInputPlane,
                                               self.nOutputPlane, self.kW, self.kH)
    local padW, padH = self.padding or self.padW or 0, self.padding or self.padH or 0
    local padded = padW ~= 0 or padH ~= 0
    if self.dW ~= 1 or self.dH ~= 1 or padded then
      text = text .. (', %d,%d'):format(self.dW, self.dH)
    end
    if padded then text = text .. ', ' .. padW .. ',' .. padH end
    return text .. (self.bias and ')' or ') without bias')
  end
end
