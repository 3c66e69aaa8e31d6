-- SPDX-License-Identifier: BSD-3-Clause
-- nn.OneHot(outputSize): for each class label of the input (a number, or a tensor of any sizes) a
-- vector of outputSize zeros with a 1 at the label: the output has one dimension more.

local define = require('tocha').nn.define

local OneHot, parent = torch.class('nn.OneHot', 'nn.Module')
OneHot.__arguments = 'outputSize:count'
define(OneHot)

function OneHot:__init(outputSize)
  parent.__init(self)
  self.outputSize = outputSize
end

return OneHot
