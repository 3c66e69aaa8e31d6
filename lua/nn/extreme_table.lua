-- SPDX-License-Identifier: BSD-3-Clause
-- What nn.CMaxTable and nn.CMinTable have in common.

local M = {}

-- Gives a class its methods; `which` is 'max' or 'min'.
function M.implement(class, parent, which)
  function class:__init()
    parent.__init(self)
    self.gradInput = {}
    self[which .. 'Idx'] = torch.Tensor()
    self.mask = torch.Tensor() -- the other three are fields of Torch7's, here for its files' sake
    self[which .. 'Vals'] = torch.Tensor()
    self.gradMaxVals = torch.Tensor()
  end

  nn.utils.dropOnCast(class, parent, 'maskByteTensor')

  function class:clearState()
    nn.utils.clear(self, which .. 'Idx', 'maskByteTensor', '_chosen')
    return parent.clearState(self)
  end
end

return M
