-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ZipTable(): {{a1, a2}, {b1, b2}, {c1, c2}} to {{a1, b1, c1}, {a2, b2, c2}}.

local define = require('tocha').nn.define

local ZipTable, parent = torch.class('nn.ZipTable', 'nn.Module')
define(ZipTable)

function ZipTable:__init()
  parent.__init(self)
  self.output = {}
  self.gradInput = {}
end

-- Results may be other modules' tensors: they are replaced, not emptied.
function ZipTable:clearState()
  return nn.utils.replaceResults(self)
end

return ZipTable
