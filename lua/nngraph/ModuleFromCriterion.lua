-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ModuleFromCriterion(criterion): a criterion as a module: of {prediction, target} its loss, a tensor
-- of one element. The gradient with respect to the target is zero.

local define = require('tocha').nn.define

local ModuleFromCriterion, parent = torch.class('nn.ModuleFromCriterion', 'nn.Module')
define(ModuleFromCriterion)

function ModuleFromCriterion:__init(criterion)
  parent.__init(self)
  self.criterion = criterion
  self.output = torch.Tensor(1)
  self.gradInput = {torch.Tensor(), torch.Tensor()}
end

return ModuleFromCriterion
