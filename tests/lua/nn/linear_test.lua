-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Linear.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

function suite.checks()
  for _, sizes in ipairs {{5, 3}, {1, 1}, {17, 1}, {1, 9}} do
    local function make() return nn.Linear(unpack(sizes)) end
    local function without_bias() return nn.Linear(sizes[1], sizes[2], false) end
    support.check_layer(tester, 'Linear', make, input(4, sizes[1]), {batch = true})
    support.check_layer(tester, 'Linear without bias', without_bias, input(4, sizes[1]),
                        {batch = true})
    support.check_layer(tester, 'Linear of a vector', make, input(sizes[1]))
    support.check_layer(tester, 'Linear, batch of one', make, input(1, sizes[1]))
  end
  tester:eq(support.leaked(function() support.run(nn.Linear(5, 3), input(4, 5)) end), 0)
end

-- The seed gives the parameters that Torch7 draws: the weight's elements in order, then the bias's.
function suite.initial_values()
  torch.manualSeed(11)
  local m = nn.Linear(4, 3)
  torch.manualSeed(11)
  for i = 1, 3 do
    for k = 1, 4 do
      tester:eq(m.weight[i][k], torch.uniform(-0.5, 0.5))
    end
  end
  for i = 1, 3 do
    tester:eq(m.bias[i], torch.uniform(-0.5, 0.5))
  end
  tester:assert(rawequal(m:reset(1), m))
  tester:assert(support.largest(m.weight) <= math.sqrt(3))
  tester:assert(support.largest(m.weight) > 0.5)
end

function suite.no_bias()
  local m = nn.Linear(2, 2):noBias()
  tester:eq(tostring(m), 'nn.Linear(2 -> 2) without bias')
  tester:eq(#m:parameters(), 1)
  m.weight:fill(1)
  tester:eq(m:forward(torch.Tensor {{1, 2}}):totable(), {{3, 3}})
end

-- Weights that are views of a flat tensor, transposed inputs and gradients.
function suite.views()
  local m, x = nn.Linear(5, 3), input(5, 4):t()
  local expected = support.run(m:clone(), x:contiguous())
  m:getParameters()
  tester:assert(support.difference(support.run(m, x), expected) < 1e-13)
  m:forward(x)
  local g = input(3, 4):t()
  local whole = m:backward(x, g:contiguous()):clone()
  tester:assert(support.difference(m:backward(x, g), whole) < 1e-13)
end

function suite.without_gradInput()
  local m, x = nn.Linear(5, 3), input(4, 5)
  m.gradInput = nil
  m:forward(x)
  tester:eq(m:backward(x, input(4, 3)), nil)
end

function suite.sizes_that_change()
  local m = nn.Linear(5, 3)
  for _, rows in ipairs {7, 2, 130, 1} do
    local x = input(rows, 5)
    local y = m:forward(x)
    tester:eq(y:size():totable(), {rows, 3})
    m:zeroGradParameters()
    tester:eq(m:backward(x, y):size():totable(), {rows, 5})
  end
end

function suite.halves()
  local m = nn.Linear(3, 2)
  local x = input(4, 3)
  local expected = support.run(m:clone(), x)
  m:type('torch.HalfTensor')
  tester:assert(support.difference(support.run(m, x:type('torch.HalfTensor')), expected) < 0.01)
end

function suite.updates()
  for name, err in pairs(nn.Jacobian.testAllUpdate(nn.Linear(4, 3), input(2, 4), 'weight',
                                                   'gradWeight')) do
    tester:assert(err < 1e-12, name .. ': ' .. err)
  end
end

function suite.errors()
  local m = nn.Linear(5, 3)
  fails('nn.Linear: size mismatch: input has 4 features, expected 5 %(input 2x4%)',
        function() m:forward(torch.Tensor(2, 4)) end)
  fails('nn.Linear: input must have 1 to 2 dimensions, got DoubleTensor 1x1x5',
        function() m:forward(torch.Tensor(1, 1, 5)) end)
  fails('nn.Linear: input must have 1 to 2 dimensions, got DoubleTensor empty',
        function() m:forward(torch.Tensor()) end)
  fails('nn.Linear: types Float and Double do not match',
        function() m:forward(torch.FloatTensor(2, 5)) end)
  m:forward(torch.Tensor(2, 5))
  fails('nn.Linear: gradOutput has sizes 3x3, the output has 2x3',
        function() m:backward(torch.Tensor(2, 5), torch.Tensor(3, 3)) end)
  m.bias = torch.Tensor(2)
  fails('nn.Linear: bias has 2 elements, the weight has sizes 3x5',
        function() m:forward(torch.Tensor(2, 5)) end)
end

tester:add(suite):run()
