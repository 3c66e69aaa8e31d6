-- SPDX-License-Identifier: BSD-3-Clause
-- What criterions have in common that weigh classes: the vector `weights`, with an element for each.

local fail = require('torch.error').fail
local need = require 'nn.need'

local M = {}

-- Sets the field; nil: all count the same.
function M.set(criterion, weights)
  if weights and need(criterion, 'the weights', weights, 'tensor'):dim() ~= 1 then
    fail(torch.type(criterion), 'the weights must be a vector, got sizes ',
         table.concat(weights:size():totable(), 'x'))
  end
  criterion.weights = weights
end

-- #criterion is the number of classes that have a weight.
function M.add_length(class)
  function class:__len()
    return self.weights and #self.weights or 0
  end
end

-- For negative log-likelihoods of classes: the fields that Torch7 has.
function M.add_fields(criterion)
  criterion.output_tensor = torch.Tensor(1):zero()
  criterion.total_weight_tensor = torch.Tensor(1):fill(1)
  criterion.target = torch.LongTensor(1):zero()
end

-- And updateOutput returns the loss and the sum of the weights of the targets.
function M.add_total(class)
  local forward = class.updateOutput
  function class:updateOutput(input, target)
    return forward(self, input, target), self.total_weight_tensor[1]
  end
end

return M
