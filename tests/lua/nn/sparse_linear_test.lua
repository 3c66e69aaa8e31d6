-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SparseLinear against nn.Linear with the same inputs in full.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = support.fails(tester)

local samples = {torch.Tensor {{2, 0.5}, {6, -1}}, torch.Tensor {{1, 2}, {2, 3}, {4, -0.25}},
                 torch.Tensor {{3, 1}, {99, 0}}} -- a zero counts for nothing

local function dense(list)
  local x = torch.zeros(#list, 6)
  for i, sample in ipairs(list) do
    for k = 1, sample:size(1) do
      if sample[k][2] ~= 0 then x[i][sample[k][1]] = x[i][sample[k][1]] + sample[k][2] end
    end
  end
  return x
end

-- A sparse layer and a full one with its parameters.
local function layers(doGradInput)
  local sparse, full = nn.SparseLinear(6, 3, doGradInput), nn.Linear(6, 3)
  sparse.bias:uniform(-1, 1)
  full.weight:copy(sparse.weight)
  full.bias:copy(sparse.bias)
  return sparse, full
end

-- Inputs of all three forms with what they are in full.
local inputs = {
  batch = {samples, dense(samples)},
  single = {samples[2], dense({samples[2]})[1]},
  ['one tensor'] = {torch.cat(samples[1], samples[3], 1):view(2, 2, 2),
                    dense({samples[1], samples[3]})},
}

for name, case in pairs(inputs) do
  suite['as a full layer: ' .. name] = function()
    local sparse, full = layers(true)
    for _ = 1, 3 do
      local expected = full:forward(case[2])
      tester:assert(support.difference(sparse:forward(case[1]), expected) < 1e-12, name)
      local gradOutput = torch.Tensor(expected:size()):uniform(-1, 1)
      sparse:zeroGradParameters()
      full:zeroGradParameters()
      for _, scale in ipairs {1, 0.5} do
        sparse:backward(case[1], support.strided(gradOutput), scale)
        full:backward(case[2], gradOutput, scale)
        tester:assert(support.difference(sparse.gradWeight, full.gradWeight) < 1e-12, name)
        tester:assert(support.difference(sparse.gradBias, full.gradBias) < 1e-12, name)
      end
      sparse:updateParameters(0.1)
      full:updateParameters(0.1)
      tester:assert(support.difference(sparse.weight, full.weight) < 1e-12, name)
      -- Once only: updates of the columns that occurred.
      for _, m in ipairs {sparse, full} do
        m:zeroGradParameters()
        local x = m == sparse and case[1] or case[2]
        m:forward(x)
        m:backward(x, gradOutput)
        m:updateParameters(0.1)
      end
      tester:assert(support.difference(sparse.weight, full.weight) < 1e-12, name)
      tester:assert(support.difference(sparse.bias, full.bias) < 1e-12, name)
      sparse:zeroGradParameters()
      tester:eq(sparse.gradWeight:clone():abs():sum(), 0)
    end
  end
end

function suite.gradInput()
  local sparse, full = layers(true)
  local x = dense(samples)
  full:forward(x)
  sparse:forward(samples)
  local gradOutput = torch.Tensor(3, 3):uniform(-1, 1)
  local expected = full:backward(x, gradOutput)
  local gradInput = sparse:backward(samples, gradOutput)
  tester:eq(#gradInput, 3)
  for i = 1, 3 do
    tester:eq(gradInput[i]:select(2, 1):totable(), torch.range(1, 6):totable())
    tester:assert(support.difference(gradInput[i]:select(2, 2), expected[i]) < 1e-12)
  end
  sparse:forward(samples[1])
  gradInput = sparse:updateGradInput(samples[1], gradOutput[1])
  tester:eq(#gradInput, 1)
  tester:assert(support.difference(gradInput[1]:select(2, 2), expected[1]) < 1e-12)
  local both = inputs['one tensor'][1]
  sparse:forward(both)
  tester:eq(sparse:backward(both, gradOutput:narrow(1, 1, 2)):size():totable(), {2, 6, 2})
  tester:eq(#layers():backward({samples[1]}, gradOutput:narrow(1, 1, 1)), 0)
end

function suite.weight_decay()
  local sparse = layers()
  sparse.weightDecay = 0.5
  sparse:forward(samples)
  sparse:backward(samples, torch.zeros(3, 3))
  tester:assert(support.difference(sparse.gradWeight, sparse.weight * 0.5) < 1e-12)
  local before = sparse.weight:clone()
  sparse:updateParameters(1)
  tester:assert(support.difference(sparse.weight, before * 0.5) < 1e-12)
end

function suite.nothing()
  local sparse = layers()
  tester:eq(sparse:forward({}):totable(), sparse.bias:totable())
  tester:eq(sparse:forward(torch.Tensor {{7, 0}}):totable(), sparse.bias:totable())
end

function suite.copies_types_files()
  local sparse = layers(true)
  local gradOutput = torch.Tensor(3, 3):uniform(-1, 1)
  local function result(m, x, g)
    local y = m:forward(x):double()
    m:zeroGradParameters()
    m:backward(x, g)
    return {y, m.gradWeight:double(), m.gradBias:double()}
  end
  local expected = support.copy(result(sparse, samples, gradOutput))
  for _, m in ipairs {sparse:clone(), torch.deserialize(torch.serialize(sparse)),
                      sparse:clearState()} do
    tester:eq(support.difference(result(m, samples, gradOutput), expected), 0)
  end
  local float = sparse:clone():float()
  local got = result(float, support.copy(samples, 'torch.FloatTensor'), gradOutput:float())
  tester:assert(support.difference(got, expected) < 1e-5)
  tester:eq(torch.type(float.gradInput[1]), 'torch.FloatTensor')
  tester:eq(support.leaked(function() result(layers(), samples, gradOutput) end), 0)
end

function suite.errors()
  local sparse = layers()
  fails('nn.SparseLinear: .*7.*6', function() sparse:forward(torch.Tensor {{7, 1}}) end)
  fails('nn.SparseLinear: a sample must be a matrix of rows %(position, value%), got DoubleTensor 2x3',
        function() sparse:forward(torch.Tensor(2, 3)) end)
  fails('nn.SparseLinear: gradOutput has sizes 2, the output has 3x3', function()
    sparse:forward(samples)
    sparse:backward(samples, torch.Tensor(2))
  end)
  fails('nn.SparseLinear: doGradInput must be true or false, got 3',
        function() nn.SparseLinear(2, 2, 3) end)
end

tester:add(suite):run()
