-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CrossEntropyCriterion([weights], [sizeAverage]): nn.LogSoftMax and nn.ClassNLLCriterion in one.
-- The input holds a score for each class: a vector with a number as target, or a batch with a
-- target for each row; further dimensions must have size 1.

local CrossEntropyCriterion, parent = torch.class('nn.CrossEntropyCriterion', 'nn.Criterion')

function CrossEntropyCriterion:__init(weights, sizeAverage)
  parent.__init(self)
  self.lsm = nn.LogSoftMax()
  self.nll = nn.ClassNLLCriterion(weights, sizeAverage)
  self.sizeAverage = self.nll.sizeAverage
  self.oldSizeAverage = self.sizeAverage
end

-- Scripts set sizeAverage here or on the inner criterion: the one that changed counts.
local function choose_average(self)
  if self.sizeAverage ~= self.oldSizeAverage then self.nll.sizeAverage = self.sizeAverage end
  self.oldSizeAverage = self.sizeAverage
end

local function without_ones(tensor, dims)
  if type(tensor) == 'number' or tensor:dim() <= dims then return tensor end
  return tensor:squeeze()
end

function CrossEntropyCriterion:updateOutput(input, target)
  choose_average(self)
  local scores = self.lsm:updateOutput(without_ones(input, 2))
  self.output = self.nll:updateOutput(scores, without_ones(target, 1))
  return self.output
end

function CrossEntropyCriterion:updateGradInput(input, target)
  choose_average(self)
  local scores = without_ones(input, 2)
  self.nll:updateGradInput(self.lsm.output, without_ones(target, 1))
  self.lsm:updateGradInput(scores, self.nll.gradInput)
  if rawequal(scores, input) then
    self.gradInput:set(self.lsm.gradInput)
  else
    self.gradInput:view(self.lsm.gradInput, input:size())
  end
  return self.gradInput
end

return CrossEntropyCriterion
