-- SPDX-License-Identifier: BSD-3-Clause
-- nn.GradientReversal([lambda]): passes its input on; the gradient is multiplied by -lambda (default
-- 1; Ganin and Lempitsky, arXiv:1409.7495).

local define = require('tocha').nn.define

local GradientReversal, parent = torch.class('nn.GradientReversal', 'nn.Module')
GradientReversal.__arguments = '[lambda:number]'
define(GradientReversal)

GradientReversal.__version = 2

function GradientReversal:__init(lambda)
  parent.__init(self)
  self.lambda = lambda or 1
end

function GradientReversal:setLambda(lambda)
  self.lambda = lambda
end

-- Version 1 had no lambda.
function GradientReversal:read(file, version)
  parent.read(self, file)
  if version and version < 2 then self.lambda = 1 end
end

return GradientReversal
