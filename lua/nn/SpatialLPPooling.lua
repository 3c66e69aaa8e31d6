-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialLPPooling(nInputPlane, pnorm, kW, kH, [dW], [dH]): the p-norm of each window of kW x kH,
-- for planes (C x H x W) or a batch of such. Windows move by dW and dH (default: side by side). A
-- network of pointwise layers around an nn.SpatialAveragePooling; it has no parameters.

local need = require 'nn.need'

local SpatialLPPooling, parent = torch.class('nn.SpatialLPPooling', 'nn.Sequential')
SpatialLPPooling.__arguments = '[nInputPlane], pnorm:number, kW:count, kH:count, [dW:count], [dH:count]'

function SpatialLPPooling:__init(_, pnorm, kW, kH, dW, dH)
  parent.__init(self)
  self.kW, self.kH = need(self, 'kW', kW, 'number'), need(self, 'kH', kH, 'number')
  self.dW, self.dH = dW or kW, dH or kH
  self:add(pnorm == 2 and nn.Square() or nn.Power(pnorm))
  self:add(nn.SpatialAveragePooling(kW, kH, self.dW, self.dH))
  self:add(nn.MulConstant(kW * kH)) -- from the mean to the sum
  self:add(pnorm == 2 and nn.Sqrt() or nn.Power(1 / pnorm))
end

return SpatialLPPooling
