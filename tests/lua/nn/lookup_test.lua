-- SPDX-License-Identifier: BSD-3-Clause
-- nn.LookupTable: rows and their gradients, padding, norms, frequencies, updates in place, types.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = support.fails(tester)

-- Rows 1 to 4: {1, 10}, {2, 20}, ...
local function table_of(...)
  local m = nn.LookupTable(4, 2, ...)
  for i = 1, 4 do
    m.weight[i]:copy(torch.Tensor {i, 10 * i})
  end
  return m
end

function suite.values()
  local m = table_of()
  for _, typename in ipairs {'torch.LongTensor', 'torch.DoubleTensor', 'torch.IntTensor'} do
    local input = torch.LongTensor {3, 1, 3}:type(typename)
    tester:eq(m:forward(input):totable(), {{3, 30}, {1, 10}, {3, 30}})
    m:zeroGradParameters()
    local gradOutput = torch.Tensor {{1, 2}, {3, 4}, {5, 6}}
    tester:eq(m:backward(input, gradOutput):totable(), {0, 0, 0})
    tester:eq(torch.type(m.gradInput), typename)
    tester:eq(m.gradWeight:totable(), {{3, 4}, {0, 0}, {6, 8}, {0, 0}})
    m:accGradParameters(input, gradOutput, -0.5)
    tester:eq(m.gradWeight:totable(), {{1.5, 2}, {0, 0}, {3, 4}, {0, 0}})
  end
  local output = m:forward(torch.LongTensor {{1, 2}, {4, 4}, {2, 3}}:t())
  tester:eq(output:size():totable(), {2, 3, 2})
  tester:eq(output:select(3, 1):totable(), {{1, 4, 2}, {2, 4, 3}})
  local same = m.output
  tester:eq(m:forward(torch.LongTensor {2}):totable(), {{2, 20}})
  tester:assert(rawequal(same, m.output))
end

function suite.gradient()
  local m = nn.LookupTable(5, 3)
  for _, input in ipairs {torch.LongTensor {2, 5, 2}, torch.LongTensor {{1, 2, 1}, {4, 2, 3}}} do
    local gradOutput = torch.Tensor(m:forward(input):size()):uniform(-1, 1)
    m:zeroGradParameters()
    m:backward(input, support.strided(gradOutput), 2)
    local flat, gradient = m.weight:view(-1), m.gradWeight:view(-1)
    for k = 1, flat:nElement() do
      local value = flat[k]
      flat[k] = value + 1
      local above = m:forward(input):clone():cmul(gradOutput):sum()
      flat[k] = value
      local difference = above - m:forward(input):clone():cmul(gradOutput):sum()
      tester:assert(math.abs(2 * difference - gradient[k]) < 1e-9)
    end
  end
end

function suite.padding()
  local m = table_of(2)
  m:zeroGradParameters()
  m:backward(m:forward(torch.LongTensor {2, 1}) and torch.LongTensor {2, 1}, torch.ones(2, 2))
  tester:eq(m.gradWeight:totable(), {{1, 1}, {0, 0}, {0, 0}, {0, 0}})
  m:setPadding(1)
  m:accGradParameters(torch.LongTensor {2, 1}, torch.Tensor {{1, 1}, {0 / 0, 5}})
  tester:eq(m.gradWeight:totable(), {{1, 1}, {1, 1}, {0, 0}, {0, 0}})
end

function suite.norms()
  local m = table_of(0, 5)
  local output = m:forward(torch.LongTensor {4, 2, 4})
  tester:assert(math.abs(output[1]:norm() - 5) < 1e-5)
  tester:assert(math.abs(output[2]:norm() - 5) < 1e-5)
  tester:assert(math.abs(m.weight[4][2] / m.weight[4][1] - 10) < 1e-9)
  tester:eq(m.weight[1]:totable(), {1, 10})
  tester:eq(m.weight[3]:totable(), {3, 30})
  m = table_of():setMaxNorm(11.5):setNormType(1)
  m:forward(torch.DoubleTensor {1, 2})
  tester:eq(m.weight[1]:totable(), {1, 10})
  tester:assert(math.abs(m.weight[2]:norm(1) - 11.5) < 1e-5)
end

function suite.frequencies()
  local m = table_of(4):scaleGradByFreq()
  m:zeroGradParameters()
  m:accGradParameters(torch.LongTensor {3, 1, 3, 4}, torch.Tensor(4, 2):fill(6), 0.5)
  tester:eq(m.gradWeight:totable(), {{3, 3}, {0, 0}, {3, 3}, {0, 0}})
end

function suite.updates_in_place()
  local m = table_of():accUpdateOnly()
  local untouched = m.weight[2]:clone()
  local input = torch.LongTensor {1, 3, 3}
  m:forward(input)
  m:accUpdateGradParameters(input, torch.ones(3, 2), 0.25)
  tester:eq(m.weight:totable(), {{0.75, 9.75}, untouched:totable(), {2.5, 29.5}, {4, 40}})
  tester:assert(m.gradWeight == nil)
end

function suite.types_and_files()
  local m = table_of(4, 100):scaleGradByFreq()
  local input = torch.LongTensor {{3, 1}, {4, 3}}
  local function result(module, typename)
    local output = module:forward(input):double()
    module:zeroGradParameters()
    module:backward(input, torch.ones(2, 2, 2):type(typename))
    return {output, module.gradWeight:double()}
  end
  local expected = support.copy(result(m, 'torch.DoubleTensor'))
  for _, other in ipairs {m:clone(), torch.deserialize(torch.serialize(m)), m:clearState()} do
    tester:eq(support.difference(result(other, 'torch.DoubleTensor'), expected), 0)
  end
  local float = m:clone():float()
  tester:assert(support.difference(result(float, 'torch.FloatTensor'), expected) < 1e-6)
  tester:eq(torch.type(float.output), 'torch.FloatTensor')
  tester:assert(support.difference(result(float:double(), 'torch.DoubleTensor'), expected) < 1e-6)
  tester:eq(support.leaked(function() result(table_of(), 'torch.DoubleTensor') end), 0)
end

function suite.errors()
  local m = table_of()
  fails('nn.LookupTable: .*5.*4', function() m:forward(torch.LongTensor {5}) end)
  fails('nn.LookupTable: .*0', function() m:forward(torch.LongTensor {0}) end)
  fails('nn.LookupTable: input must have 1 to 2 dimensions, got LongTensor 1x1x1',
        function() m:forward(torch.LongTensor(1, 1, 1):fill(1)) end)
  fails('nn.LookupTable: gradOutput has sizes 2x2, expected 2 elements for each of 1 rows',
        function() m:accGradParameters(torch.LongTensor {1}, torch.Tensor(2, 2)) end)
end

tester:add(suite):run()
