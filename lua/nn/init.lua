-- SPDX-License-Identifier: BSD-3-Clause
-- require 'nn': neural network layers, in the global `nn`. A class is loaded from its file when a
-- script, a model file or torch.factory first asks for it: a program that uses five layers does not
-- pay for the others.

require 'torch'

local files = {}
for name in ([[
    BatchNormalization CAddTable ClassNLLCriterion Concat ConcatTable Container Criterion
    CrossEntropyCriterion Dropout Identity Linear LogSoftMax MSECriterion Module
    ParallelTable ReLU Reshape Sequential Sigmoid SoftMax
    SpatialBatchNormalization Tanh
    Threshold View utils]]):gmatch('%S+') do
  files[name] = 'nn.' .. name
end

local nn = setmetatable({}, {
  __index = function(self, name)
    local file = files[name]
    if file then
      files[name] = nil -- the file itself may define what it looks up
      require(file)
      return rawget(self, name)
    end
  end,
})

_G.nn = nn

table.unpack = table.unpack or unpack -- Torch7's nn brings it to Lua 5.1 too

return nn
