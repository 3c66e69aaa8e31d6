-- SPDX-License-Identifier: BSD-3-Clause
-- nn.BatchNormalization, nn.SpatialBatchNormalization, nn.VolumetricBatchNormalization.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

local function affine(m)
  m.bias:uniform(-1, 1)
  return m
end

function suite.checks()
  local cases = {
    {nn.BatchNormalization, 5, {4, 5}},
    {nn.BatchNormalization, 130, {3, 130}}, -- several blocks of features
    {nn.SpatialBatchNormalization, 3, {4, 3, 2, 5}},
    {nn.SpatialBatchNormalization, 2, {2, 2, 7, 11}},
    {nn.VolumetricBatchNormalization, 3, {2, 3, 2, 4, 3}},
  }
  for _, case in ipairs(cases) do
    local class, n, sizes = unpack(case)
    local x = torch.Tensor(torch.LongStorage(sizes)):uniform(-1, 1)
    support.check_layer(tester, 'BatchNormalization', function() return affine(class(n)) end, x)
    support.check_layer(tester, 'without parameters',
                        function() return class(n, nil, nil, false) end, x)
    support.check_layer(tester, 'evaluating', function()
      local m = affine(class(n))
      m.running_mean:uniform(-1, 1)
      m.running_var:uniform(0.5, 2)
      m:evaluate()
      return m
    end, x)
  end
  tester:eq(support.leaked(function()
    support.run(nn.SpatialBatchNormalization(3), input(2, 3, 4, 4))
  end), 0)
end

-- Means and unbiased variances of the features of a batch, in a plain way.
local function statistics(x)
  local n = x:nElement() / x:size(2)
  local mean, var = torch.Tensor(x:size(2)):zero(), torch.Tensor(x:size(2)):zero()
  for f = 1, x:size(2) do
    local values = x:select(2, f):contiguous():view(-1)
    for i = 1, n do
      mean[f] = mean[f] + values[i] / n
    end
    for i = 1, n do
      var[f] = var[f] + (values[i] - mean[f]) ^ 2 / (n - 1)
    end
  end
  return mean, var
end

function suite.statistics()
  for _, case in ipairs {{nn.BatchNormalization, {50, 70}},
                         {nn.SpatialBatchNormalization, {3, 4, 40, 50}}} do
    for typename, tolerance in pairs {['torch.DoubleTensor'] = 1e-12, ['torch.FloatTensor'] = 1e-5} do
      -- far from zero: a sum of squares alone would lose the variance
      local x = torch.Tensor(torch.LongStorage(case[2])):uniform(99, 101)
      local m = case[1](case[2][2], 0, 0.25, false):type(typename)
      local y = m:forward(x:type(typename))
      local mean, var = statistics(x)
      tester:assert(support.difference(m.running_mean, mean * 0.25) < tolerance)
      tester:assert(support.difference(m.running_var, var * 0.25 + 0.75) < tolerance)
      local out_mean, out_var = statistics(y:double())
      local n = x:nElement() / x:size(2)
      tester:assert(support.largest(out_mean) < 100 * tolerance)
      tester:assert(support.difference(out_var * ((n - 1) / n), out_var:clone():fill(1)) < 1e-4)
    end
  end
end

function suite.constant_feature()
  local m = nn.BatchNormalization(2, 0, 0.1, false)
  local y = m:forward(torch.Tensor(3, 2):fill(5))
  tester:eq(y:totable(), {{0, 0}, {0, 0}, {0, 0}})
end

-- A batch of one is treated as in evaluation; nothing moves.
function suite.batch_of_one()
  local m = nn.BatchNormalization(3, 0, 0.1, false)
  m.running_mean:fill(1)
  local y = m:forward(torch.Tensor {{1, 2, 3}})
  tester:eq(y:totable(), {{0, 1, 2}})
  tester:eq(m.running_mean:totable(), {1, 1, 1})
  tester:eq(m:backward(torch.Tensor {{1, 2, 3}}, y):totable(), {{0, 1, 2}})
end

function suite.single_samples_when_evaluating()
  local m = affine(nn.SpatialBatchNormalization(3))
  m:evaluate()
  local x = input(3, 4, 5)
  local expected = m:forward(x:view(1, 3, 4, 5)):clone()
  local sizes = x:size():totable()
  tester:assert(support.difference(m:forward(x):clone(), expected) == 0)
  tester:eq(x:size():totable(), sizes)
  m:backward(x, x)
end

function suite.old_files()
  local m = nn.BatchNormalization(2, 0.5)
  m.running_std, m.running_var = torch.Tensor {0.5, 1}, nil
  local fields = {}
  for k, v in pairs(m) do
    fields[k] = v
  end
  local loaded = setmetatable({}, getmetatable(m))
  loaded:read({readObject = function() return fields end}, 1)
  tester:eq(loaded.running_var:totable(), {3.5, 0.5})
  tester:eq(loaded.running_std, nil)
end

function suite.errors()
  local m = nn.BatchNormalization(3)
  fails('nn.BatchNormalization: a batch of 2 dimensions expected, got sizes 3',
        function() m:forward(torch.Tensor(3)) end)
  fails('nn.BatchNormalization: input has 4 features, expected 3 %(input 2x4%)',
        function() m:forward(torch.Tensor(2, 4)) end)
  fails('nn.SpatialBatchNormalization: a batch of 4 dimensions expected, got sizes 2x3',
        function() nn.SpatialBatchNormalization(3):forward(torch.Tensor(2, 3)) end)
  fails('nn.BatchNormalization: backward needs a forward before it',
        function() nn.BatchNormalization(3):backward(input(2, 3), input(2, 3)) end)
  fails('nn.BatchNormalization: nOutput must be a number, got nil',
        function() nn.BatchNormalization() end)
  fails('nn.BatchNormalization: affine must be true or false, got number',
        function() nn.BatchNormalization(3, 1e-5, 0.1, 0) end)
  m:forward(input(2, 3))
  fails('nn.BatchNormalization: gradOutput has sizes 2x2, the output has 2x3',
        function() m:backward(input(2, 3), input(2, 2)) end)
end

tester:add(suite):run()
