-- SPDX-License-Identifier: BSD-3-Clause
-- How parameters begin, as in Torch7.

local need = require 'nn.need'

local M = {}

-- Fills the tensors, one after the other, with numbers from -bound to bound: stdv sqrt(3), which gives
-- them that deviation, or without stdv 1 / sqrt(inputs). Nil stands for a tensor that is not there.
function M.uniform(stdv, inputs, ...)
  if stdv then need('nn.Module.reset', 'stdv', stdv, 'number') end
  local bound = stdv and stdv * math.sqrt(3) or 1 / math.sqrt(inputs)
  for i = 1, select('#', ...) do
    local tensor = select(i, ...)
    if tensor then tensor:uniform(-bound, bound) end
  end
end

return M
