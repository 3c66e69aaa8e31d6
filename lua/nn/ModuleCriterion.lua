-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ModuleCriterion(criterion, [inputModule], [targetModule], [castTarget]): the criterion on what the
-- modules make of input and target. Their parameters are not trained. If castTarget is false, type
-- casts leave the targetModule alone.

local define = require('tocha').nn.define

local ModuleCriterion, parent = torch.class('nn.ModuleCriterion', 'nn.Criterion')
ModuleCriterion.__arguments = 'criterion:criterion, [inputModule:module], [targetModule:module], ' ..
  '[castTarget]'
define(ModuleCriterion)

function ModuleCriterion:__init(criterion, inputModule, targetModule, castTarget)
  parent.__init(self)
  self.inputModule = inputModule
  self.targetModule = targetModule
  self.castTarget = castTarget ~= false
  self.criterion = criterion
end

function ModuleCriterion:type(name, cache)
  local kept = not self.castTarget and self.targetModule
  if kept then self.targetModule = nil end
  parent.type(self, name, cache)
  if kept then self.targetModule = kept end
  return self
end

return ModuleCriterion
