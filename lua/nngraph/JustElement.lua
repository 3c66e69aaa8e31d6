-- SPDX-License-Identifier: BSD-3-Clause
-- nngraph.JustElement(): the element of a table that has just one.

local define = require('tocha').nn.define

local JustElement, parent = torch.class('nngraph.JustElement', 'nn.Module', require 'nngraph.env')
define(JustElement)

function JustElement:__init()
  parent.__init(self)
  self.gradInput = {}
end

-- Both fields hold other modules' tensors.
function JustElement:clearState()
  return nn.utils.replaceResults(self)
end

return JustElement
