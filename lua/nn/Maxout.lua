-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Maxout(inputSize, outputSize, maxoutNumber, [preprocess]): each output is the greatest of maxoutNumber
-- learned linear functions of the input. (Goodfellow et al., "Maxout Networks", 2013.) `preprocess` is a
-- module for the maxoutNumber x outputSize values before that, such as nn.Dropout.


local Maxout, parent = torch.class('nn.Maxout', 'nn.Sequential')
Maxout.__arguments = 'inputSize:count, outputSize:count, maxoutNumber:count, [preprocess]'

function Maxout:__init(inputSize, outputSize, maxoutNumber, preprocess)
  parent.__init(self)
  self:add(nn.Linear(inputSize, outputSize * maxoutNumber))
  self:add(nn.View(maxoutNumber, outputSize):setNumInputDims(1))
  if preprocess then self:add(preprocess) end
  self:add(nn.Max(1, 2))
end

return Maxout
