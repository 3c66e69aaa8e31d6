-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ZipTableOneToMany(): {a, {b1, b2, b3}} to {{a, b1}, {a, b2}, {a, b3}}.

local define = require('tocha').nn.define

local ZipTableOneToMany, parent = torch.class('nn.ZipTableOneToMany', 'nn.Module')
define(ZipTableOneToMany)

function ZipTableOneToMany:__init()
  parent.__init(self)
  self.output = {}
  self.gradInput = {}
  self.gradInputEl = torch.Tensor()
end

-- Results may be other modules' tensors: they are replaced, not emptied.
function ZipTableOneToMany:clearState()
  self.gradInputEl = self.gradInputEl.new()
  return nn.utils.replaceResults(self)
end

return ZipTableOneToMany
