-- SPDX-License-Identifier: BSD-3-Clause
-- nn.IndexLinear against nn.Linear with the same inputs in full; normalisation; nn.SparseJacobian.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = support.fails(tester)

local keys = {torch.LongTensor {2, 6}, torch.LongTensor {1, 2, 4, 1}, torch.LongTensor {3}}
local values = {torch.Tensor {0.5, -1}, torch.Tensor {2, 3, -0.25, 1}, torch.Tensor {4}}

local function dense()
  local x = torch.zeros(3, 6)
  for i = 1, 3 do
    x[i]:indexAdd(1, keys[i], values[i])
  end
  return x
end

local function layers(...)
  local sparse, full = nn.IndexLinear(6, 3, true, ...), nn.Linear(6, 3)
  sparse.weight:copy(full.weight:t())
  sparse.bias:copy(full.bias)
  return sparse, full
end

local forms = {
  batch = {{keys, values}, dense()},
  ['one after the other'] = {{torch.cat(keys, 1), torch.cat(values, 1), torch.LongTensor {2, 4, 1}},
                             dense()},
  single = {{keys[2], values[2]}, dense()[2]},
  ['one with a size'] = {{keys[2], values[2], 4}, dense():narrow(1, 2, 1)},
}

for name, form in pairs(forms) do
  suite['as a full layer: ' .. name] = function()
    local sparse, full = layers()
    for times = 1, 3 do
      sparse:zeroGradParameters()
      full:zeroGradParameters()
      local expected = full:forward(form[2])
      local gradOutput = torch.Tensor(expected:size()):uniform(-1, 1)
      for k = 1, times do
        tester:assert(support.difference(sparse:forward(form[1]), expected) < 1e-12, name)
        sparse:backward(form[1], support.strided(gradOutput), 1 / k)
        full:backward(form[2], gradOutput, 1 / k)
      end
      tester:assert(support.difference(sparse.gradBias, full.gradBias) < 1e-12, name)
      sparse:updateParameters(0.1)
      full:updateParameters(0.1)
      tester:assert(support.difference(sparse.weight, full.weight:t()) < 1e-12, name)
      tester:assert(support.difference(sparse.bias, full.bias) < 1e-12, name)
      full:forward(form[2])
      sparse:forward(form[1])
      full:backwardUpdate(form[2], gradOutput, 0.2)
      sparse:backwardUpdate(form[1], gradOutput, 0.2)
      tester:assert(support.difference(sparse.weight, full.weight:t()) < 1e-12, name)
      tester:assert(support.difference(sparse.bias, full.bias) < 1e-12, name)
    end
  end
end

function suite.gradInput()
  local sparse, full = layers()
  local gradOutput = torch.Tensor(3, 3):uniform(-1, 1)
  full:forward(dense())
  local expected = full:backward(dense(), gradOutput)
  local all = torch.range(1, 6):totable()
  local function run(name)
    sparse:forward(forms[name][1])
    return sparse:updateGradInput(forms[name][1], name == 'single' and gradOutput[2] or gradOutput)
  end
  local g = run('batch')
  tester:eq({#g[1], #g[2]}, {3, 3})
  for i = 1, 3 do
    tester:eq(g[1][i]:totable(), all)
    tester:assert(support.difference(g[2][i], expected[i]) < 1e-12)
  end
  g = run('one after the other')
  tester:eq(g[1]:totable(), {all, all, all})
  tester:assert(support.difference(g[2], expected) < 1e-12)
  g = run('single')
  tester:eq(g[1]:totable(), all)
  tester:assert(support.difference(g[2], expected[2]) < 1e-12)
  sparse.doGradInput = false
  tester:eq(#run('batch'), 0)
end

function suite.offset()
  local sparse = layers()
  local shifted = layers(10)
  shifted.weight:copy(sparse.weight)
  shifted.bias:copy(sparse.bias)
  local input, other = {keys[2], values[2]}, {keys[2] + 10, values[2]}
  tester:eq(shifted:forward(other):totable(), sparse:forward(input):totable())
  local gradOutput = torch.Tensor {1, 2, 3}
  shifted:backwardUpdate(other, gradOutput, 0.5)
  sparse:backwardUpdate(input, gradOutput, 0.5)
  tester:eq(shifted.weight:totable(), sparse.weight:totable())
end

function suite.weight_decay()
  local sparse = layers()
  sparse.weightDecay = 0.25
  local before = sparse.weight:clone()
  sparse:forward({keys[2], values[2]})
  sparse:backward({keys[2], values[2]}, torch.zeros(3))
  sparse:updateParameters(1)
  for i = 1, 6 do
    local factor = (i == 1 or i == 2 or i == 4) and 0.75 or 1
    tester:assert(support.difference(sparse.weight[i], before[i] * factor) < 1e-12)
  end
end

function suite.normalisation()
  local m = nn.IndexLinear(4, 2, false, nil, nil, nil, true)
  m:reset()
  tester:eq(m.weight:size():totable(), {4, 6})
  tester:eq(m.weight:narrow(2, 1, 4):clone():abs():sum(), 0)
  local w = m.weight:narrow(2, 5, 2)
  -- Greatest values: 4 for input 1, 2 for input 3.
  local input = {torch.LongTensor {1, 3, 1}, torch.Tensor {-4, 2, 1}}
  local y = m:forward(input)
  tester:assert(support.difference(y, w[1] * (-1 + 0.25) + w[3] + m.bias) < 1e-12)
  tester:eq(m.weight:select(2, 1):totable(), {4, 0, 2, 0})
  tester:eq(m.weight:select(2, 2):totable(), {0.25, 0, 0.5, 0})
  -- In use nothing is learned; what is beyond the range counts as its end.
  m:evaluate()
  y = m:forward({torch.LongTensor {1, 2}, torch.Tensor {-8, 5}})
  tester:assert(support.difference(y, w[2] - w[1] + m.bias) < 1e-12)
  tester:eq(m.weight:select(2, 1):totable(), {4, 0, 2, 0})
  m:training()
  -- The gradients of factors and of the number added to values, by differences.
  m.weight[1][4], m.weight[3][4] = 0.3, -0.2
  local gradOutput = torch.Tensor {0.7, -0.4}
  local before = m.weight:clone()
  local function loss() return m:forward(input):dot(gradOutput) end
  local expected = torch.zeros(4, 6)
  for i = 1, 4 do
    for j = 4, 6 do
      m.weight[i][j] = before[i][j] + 1e-5
      local above = loss()
      m.weight[i][j] = before[i][j] - 1e-5
      expected[i][j] = (above - loss()) / 2e-5
      m.weight[i][j] = before[i][j]
    end
  end
  m:forward(input)
  m:zeroGradParameters()
  m:backward(input, gradOutput)
  m:updateParameters(0.5)
  tester:assert(support.difference(before - m.weight, expected * 0.5) < 1e-8)
  fails('nn.IndexLinear: there is no gradient with respect to normalised inputs', function()
    m.doGradInput = true
    m:updateGradInput(input, gradOutput)
  end)
end

function suite.copies_types_files()
  local sparse = layers()
  local gradOutput = torch.Tensor(3, 3):uniform(-1, 1)
  local function result(m, x, g)
    local y = m:forward(x):double()
    m:zeroGradParameters()
    m:backward(x, g)
    m:updateParameters(0.1)
    return {y, m.weight:double(), m.bias:double()}
  end
  local start = sparse:clone()
  local expected = support.copy(result(sparse, {keys, values}, gradOutput))
  for _, m in ipairs {start:clone(), torch.deserialize(torch.serialize(start)),
                      start:clone():clearState()} do
    tester:eq(support.difference(result(m, {keys, values}, gradOutput), expected), 0)
  end
  local float = start:clone():float()
  local got = result(float, {keys, support.copy(values, 'torch.FloatTensor')}, gradOutput:float())
  tester:assert(support.difference(got, expected) < 1e-5)
  tester:eq(support.leaked(function() result(layers(), {keys, values}, gradOutput) end), 0)
end

function suite.errors()
  local m = layers()
  fails('nn.IndexLinear: .*7.*6', function() m:forward({torch.LongTensor {7}, torch.Tensor {1}}) end)
  fails('nn.IndexLinear: keys and values must be vectors of one size, got LongTensor 2 and ' ..
        'DoubleTensor 1', function() m:forward({torch.LongTensor {1, 2}, torch.Tensor {1}}) end)
  fails('nn.IndexLinear: there are keys of 3 samples and values of 1',
        function() m:forward({keys, {values[1]}}) end)
  fails('nn.IndexLinear: the sizes add up to 3, but there are 2 keys',
        function() m:forward({keys[1], values[1], 3}) end)
  fails('got 1 elements', function() m:forward({keys[1]}) end)
  fails('nn.IndexLinear: gradOutput has sizes 2, the output has 1x3',
        function() m:accGradParameters({keys[1], values[1]}, torch.Tensor(2)) end)
  fails('nn.IndexLinear.updateParameters: a learning rate expected',
        function() m:updateParameters() end)
end

-- Right gradients pass, wrong ones are found.
function suite.SparseJacobian()
  local jacobian = nn.SparseJacobian
  local m = nn.SparseLinear(9, 2, false)
  local input = torch.Tensor {{3, 0.5}, {7, 2}, {4, -1}}
  tester:assert(jacobian.testJacobianParameters(m, input, m.weight, m.gradWeight) < 1e-8)
  tester:assert(jacobian.testJacobianParameters(m, input, m.bias, m.gradBias) < 1e-8)
  tester:assert(jacobian.testJacobianUpdateParameters(m, input, m.weight) < 1e-8)
  tester:eq(input:select(2, 1):totable(), {3, 7, 4})
  m.accGradParameters = function(self, x, g) nn.SparseLinear.accGradParameters(self, x, g, 3) end
  tester:assert(jacobian.testJacobianParameters(m, input, m.weight, m.gradWeight) > 0.1)
  m.accGradParameters = nil
  local forward, backward = jacobian.testIO(m, input)
  tester:eq({forward, backward}, {0, 0})
  for name, err in pairs(jacobian.testAllUpdate(m, input, 'weight', 'gradWeight')) do
    tester:assert(err < 1e-12, name)
  end
end

tester:add(suite):run()
