-- SPDX-License-Identifier: BSD-3-Clause
-- What nn.SpatialConvolutionMap and nn.SpatialFullConvolutionMap have in common: everything but the
-- direction.

local define = require('tocha').nn.define
local convolution = require 'nn.convolution'
local fail = require('torch.error').fail

return function(class, parent)
  define(class)

  function class:__init(conMatrix, kW, kH, dW, dH)
    parent.__init(self)
    if not torch.isTensor(conMatrix) or conMatrix:dim() ~= 2 or conMatrix:size(2) ~= 2 then
      local got = torch.isTensor(conMatrix) and table.concat(conMatrix:size():totable(), 'x')
      fail(torch.type(self), 'a table of connections is n x 2, got ', got or torch.type(conMatrix))
    end
    self.kW, self.kH = kW, kH
    self.dW, self.dH = dW or 1, dH or 1
    convolution.check_counts(self, {kW = kW or 0, kH = kH or 0, dW = self.dW, dH = self.dH})
    self.connTable = conMatrix
    self.nInputPlane = conMatrix:select(2, 1):max()
    self.nOutputPlane = conMatrix:select(2, 2):max()
    convolution.make_parameters(self, {conMatrix:size(1), kH, kW}, {self.nOutputPlane})
    self:reset()
  end

  -- By default each kernel and bias is drawn according to the inputs of its output plane.
  function class:reset(stdv)
    if stdv then return convolution.reset(self, nil, stdv) end
    local outputs = self.connTable:select(2, 2)
    local inputs = {}
    for k = 1, outputs:size(1) do
      inputs[outputs[k]] = (inputs[outputs[k]] or 0) + 1
    end
    local function bound(plane)
      return 1 / math.sqrt(self.kW * self.kH * (inputs[plane] or 0))
    end
    for k = 1, outputs:size(1) do
      self.weight[k]:uniform(-bound(outputs[k]), bound(outputs[k]))
    end
    for plane = 1, self.nOutputPlane do
      self.bias[plane] = inputs[plane] and torch.uniform(-bound(plane), bound(plane)) or 0
    end
  end

  -- weight = (1 - decay) weight, and the same for the bias.
  function class:decayParameters(decay)
    self.weight:mul(1 - decay)
    self.bias:mul(1 - decay)
  end
end
