-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialConvolution(nInputPlane, nOutputPlane, kW, kH, [dW], [dH], [padW], [padH]): a 2-D
-- convolution over planes (nInputPlane x H x W) or a batch of such. Windows of kW x kH move by dW
-- and dH (default 1) over the input with padW columns and padH rows of zeros at each side (default 0;
-- padH: as padW). `weight` is nOutputPlane x nInputPlane x kH x kW, `bias` has nOutputPlane elements.

local implement = require 'nn.convolution'

local SpatialConvolution, parent = torch.class('nn.SpatialConvolution', 'nn.Module')

implement(SpatialConvolution, parent, function(nInputPlane, nOutputPlane, kW, kH)
  return {nOutputPlane, nInputPlane, kH, kW}
end)

-- Old files have the weight as a matrix, as nn.SpatialConvolutionMM still does.
local function upgrade_weight(self)
  for _, name in ipairs {'weight', 'gradWeight'} do
    local matrix = self[name]
    if matrix and matrix:dim() == 2 then
      self[name] = matrix:view(self.nOutputPlane, self.nInputPlane, self.kH, self.kW)
    end
  end
end

local forward = SpatialConvolution.updateOutput

function SpatialConvolution:updateOutput(input)
  if self.weight:dim() == 2 then upgrade_weight(self) end
  return forward(self, input)
end

return SpatialConvolution
