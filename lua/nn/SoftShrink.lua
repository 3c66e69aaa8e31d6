-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SoftShrink([lambda]): each element nearer to 0 by lambda (default 0.5), and 0 where
-- |x| <= lambda. Tensors of any sizes.

local define = require('tocha').nn.define

local SoftShrink, parent = torch.class('nn.SoftShrink', 'nn.Module')
SoftShrink.__arguments = '[lambda:number]'
define(SoftShrink)

function SoftShrink:__init(lambda)
  parent.__init(self)
  self.lambda = lambda or 0.5
end

return SoftShrink
