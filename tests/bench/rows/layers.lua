-- SPDX-License-Identifier: BSD-3-Clause
-- Single layers that no network of training.lua has, and sums of convolved planes.

local torch = require 'torch'

return function(rows, bestTime)
  local function forward(name, sizes, make)
    rows['layers/' .. name] = function()
      local layer = make(require 'nn'):float()
      local x = torch.FloatTensor(torch.LongStorage(sizes)):normal()
      return bestTime(function() layer:forward(x) end)
    end
  end
  local images = {16, 64, 56, 56}
  forward('adaptive_max', images, function(nn) return nn.SpatialAdaptiveMaxPooling(7, 7) end)
  forward('adaptive_average', images, function(nn) return nn.SpatialAdaptiveAveragePooling(7, 7) end)
  forward('fractional', images, function(nn) return nn.SpatialFractionalMaxPooling(2, 2, 28, 28) end)
  forward('normalize/2', {1000, 1000}, function(nn) return nn.Normalize(2) end)
  forward('normalize/3', {1000, 1000}, function(nn) return nn.Normalize(3) end)
  -- Few positions for many weights.
  forward('convolution/7', {1, 512, 7, 7},
          function(nn) return nn.SpatialConvolution(512, 512, 3, 3, 1, 1, 1, 1) end)

  for _, mode in ipairs {'V', 'F'} do
    rows['conv2/' .. mode] = function()
      local image = torch.FloatTensor(16, 64, 64):normal()
      local kernels, out = torch.FloatTensor(32, 16, 5, 5):normal(), torch.FloatTensor()
      return bestTime(function() torch.conv2(out, image, kernels, mode) end)
    end
  end
end
