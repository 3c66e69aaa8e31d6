-- SPDX-License-Identifier: BSD-3-Clause
-- Random elements: Torch7's streams.

local torch = require 'torch'

return function(rows, bestTime)
  local t, d = torch.FloatTensor(1000000), torch.DoubleTensor(1000000)
  rows['random/normal'] = function() return bestTime(function() t:normal() end) end
  rows['random/normal_double'] = function() return bestTime(function() d:normal() end) end
  rows['random/uniform'] = function() return bestTime(function() t:uniform() end) end
  rows['random/bernoulli'] = function() return bestTime(function() t:bernoulli(0.5) end) end
end
