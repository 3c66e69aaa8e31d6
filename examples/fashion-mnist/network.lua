-- The convolutional network of this example: 28x28 grey images -> log-probabilities of 10 classes.
-- Pooling comes before the normalization and the ReLU, which then see a quarter of the elements;
-- the order does not change what is computed by pooling and ReLU.
local nn = require 'nn'

return function()
  local net = nn.Sequential()
  net:add(nn.SpatialConvolution(1, 16, 3, 3, 1, 1, 1, 1))
  net:add(nn.SpatialMaxPooling(2, 2, 2, 2))
  net:add(nn.SpatialBatchNormalization(16))
  net:add(nn.ReLU(true))
  net:add(nn.SpatialConvolution(16, 32, 3, 3, 1, 1, 1, 1))
  net:add(nn.SpatialMaxPooling(2, 2, 2, 2))
  net:add(nn.SpatialBatchNormalization(32))
  net:add(nn.ReLU(true))
  net:add(nn.View(32 * 7 * 7))
  net:add(nn.Linear(32 * 7 * 7, 64))
  net:add(nn.ReLU(true))
  net:add(nn.Linear(64, 10))
  net:add(nn.LogSoftMax())
  -- Nobody needs the gradient with respect to the images.
  net:get(1).gradInput = nil
  return net
end
