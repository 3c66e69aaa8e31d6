-- SPDX-License-Identifier: BSD-3-Clause
-- The networks that are timed; models.py has the same in PyTorch.

local nn = require 'nn'

local models = {}

function models.mlp()
  return nn.Sequential()
    :add(nn.Linear(784, 512)):add(nn.ReLU(true))
    :add(nn.Linear(512, 512)):add(nn.ReLU(true))
    :add(nn.Linear(512, 10)):add(nn.LogSoftMax())
end

-- That of examples/first.
function models.spirals()
  return nn.Sequential()
    :add(nn.Linear(2, 64)):add(nn.ReLU()):add(nn.Linear(64, 64)):add(nn.ReLU())
    :add(nn.Linear(64, 2)):add(nn.LogSoftMax())
end

function models.lenet()
  return nn.Sequential()
    :add(nn.SpatialConvolution(1, 32, 5, 5)):add(nn.ReLU(true)):add(nn.SpatialMaxPooling(2, 2))
    :add(nn.SpatialConvolution(32, 64, 5, 5)):add(nn.ReLU(true)):add(nn.SpatialMaxPooling(2, 2))
    :add(nn.View(-1):setNumInputDims(3)):add(nn.Linear(1024, 200)):add(nn.ReLU(true))
    :add(nn.Linear(200, 10)):add(nn.LogSoftMax())
end

-- Words to classes: the strongest answer of each filter over the sentence.
function models.text()
  return nn.Sequential()
    :add(nn.LookupTable(10000, 128))
    :add(nn.TemporalConvolution(128, 256, 3)):add(nn.ReLU(true)):add(nn.Max(2))
    :add(nn.Linear(256, 10)):add(nn.LogSoftMax())
end

local function convolution(inputs, outputs, size, stride)
  local pad = (size - 1) / 2
  return nn.SpatialConvolution(inputs, outputs, size, size, stride, stride, pad, pad):noBias()
end

local function block(inputs, outputs, stride)
  local branch = nn.Sequential()
    :add(convolution(inputs, outputs, 3, stride)):add(nn.SpatialBatchNormalization(outputs))
    :add(nn.ReLU(true))
    :add(convolution(outputs, outputs, 3, 1)):add(nn.SpatialBatchNormalization(outputs))
  local shortcut = nn.Identity()
  if inputs ~= outputs then
    shortcut = nn.Sequential()
      :add(convolution(inputs, outputs, 1, stride)):add(nn.SpatialBatchNormalization(outputs))
  end
  return nn.Sequential()
    :add(nn.ConcatTable():add(branch):add(shortcut)):add(nn.CAddTable(true)):add(nn.ReLU(true))
end

-- A chain of stages, each twice as wide and, but for the first, half as high as the one before.
local function stages(network, width, count, blocks)
  local inputs = width
  for stage = 1, count do
    for i = 1, blocks do
      network:add(block(inputs, width, (stage > 1 and i == 1) and 2 or 1))
      inputs = width
    end
    width = 2 * width
  end
  return inputs
end

function models.resnet20()
  local network = nn.Sequential()
    :add(convolution(3, 16, 3, 1)):add(nn.SpatialBatchNormalization(16)):add(nn.ReLU(true))
  local width = stages(network, 16, 3, 3)
  return network:add(nn.SpatialAveragePooling(8, 8)):add(nn.View(-1):setNumInputDims(3))
    :add(nn.Linear(width, 10)):add(nn.LogSoftMax())
end

function models.resnet18()
  local network = nn.Sequential()
    :add(convolution(3, 64, 7, 2)):add(nn.SpatialBatchNormalization(64)):add(nn.ReLU(true))
    :add(nn.SpatialMaxPooling(3, 3, 2, 2, 1, 1))
  local width = stages(network, 64, 4, 2)
  return network:add(nn.SpatialAveragePooling(7, 7)):add(nn.View(-1):setNumInputDims(3))
    :add(nn.Linear(width, 1000))
end

function models.vgg11()
  local network, inputs = nn.Sequential(), 3
  for _, width in ipairs {64, 'M', 128, 'M', 256, 256, 'M', 512, 512, 'M', 512, 512, 'M'} do
    if width == 'M' then
      network:add(nn.SpatialMaxPooling(2, 2))
    else
      network:add(nn.SpatialConvolution(inputs, width, 3, 3, 1, 1, 1, 1)):add(nn.ReLU(true))
      inputs = width
    end
  end
  return network:add(nn.View(-1):setNumInputDims(3))
    :add(nn.Linear(512 * 7 * 7, 4096)):add(nn.ReLU(true)):add(nn.Dropout(0.5))
    :add(nn.Linear(4096, 4096)):add(nn.ReLU(true)):add(nn.Dropout(0.5))
    :add(nn.Linear(4096, 1000))
end

return models
