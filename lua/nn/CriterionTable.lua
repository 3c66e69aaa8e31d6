-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CriterionTable(criterion): a criterion as a module: {input, target} to the loss.

local define = require('tocha').nn.define
local need = require 'nn.need'

local CriterionTable, parent = torch.class('nn.CriterionTable', 'nn.Module')
CriterionTable.__arguments = 'criterion:criterion'
define(CriterionTable)

function CriterionTable:__init(criterion)
  parent.__init(self)
  self.criterion = need(self, 'argument 1', criterion, 'criterion')
  self.gradInput = {criterion.gradInput}
end

return CriterionTable
