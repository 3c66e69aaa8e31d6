-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MixtureTable([dim]): {gater, experts} to the sum of the experts, weighted by the gater: a vector of n
-- weights, or a batch of such (B x n). The experts are a table of n tensors (with the batch as first
-- dimension), or one tensor in which dimension `dim` (default: 1, in batches 2) counts them.

local define = require('tocha').nn.define

local MixtureTable, parent = torch.class('nn.MixtureTable', 'nn.Module')
MixtureTable.__arguments = '[dim:number]'
define(MixtureTable)

function MixtureTable:__init(dim)
  parent.__init(self)
  self.dim = dim
  self.size = torch.LongStorage() -- these four are fields of Torch7's, here for its files' sake
  self.size2 = torch.LongStorage()
  self.batchSize = 0
  self.backwardSetup = false
  self.gradInput = {}
end

function MixtureTable:clearState()
  nn.utils.clear(self, '_gaterView', '_expert', '_expertView', '_sum', '_expert2', '_expertView2')
  return parent.clearState(self)
end

return MixtureTable
