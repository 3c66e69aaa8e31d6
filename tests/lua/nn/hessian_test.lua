-- SPDX-License-Identifier: BSD-3-Clause
-- nn.hessian: diagonals by back-propagation against those from the Jacobian; and nn.Convert.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

torch.manualSeed(1)

local tester = torch.Tester()
local suite = torch.TestSuite()

local input = support.uniform

nn.hessian.enable()

function suite.linear_layers()
  local cases = {
    {nn.Linear(4, 3), input(2, 4)},
    {nn.Linear(4, 3), input(4)},
    {nn.SpatialConvolution(2, 3, 2, 3), input(2, 5, 6)},
    {nn.SpatialConvolutionLocal(2, 3, 6, 5, 2, 3), input(2, 5, 6)},
    {nn.SpatialFullConvolution(2, 3, 2, 2, 2, 2), input(2, 3, 4)},
    {nn.SpatialConvolutionMap(nn.tables.full(2, 3), 2, 2), input(2, 4, 4)},
    {nn.SpatialFullConvolutionMap(nn.tables.full(2, 3), 2, 2), input(2, 4, 4)},
  }
  for _, case in ipairs(cases) do
    local m, x = case[1], case[2]
    local name = torch.type(m)
    tester:assertlt(nn.Jacobian.testDiagHessianInput(m, x), 1e-9, name)
    tester:assertlt(nn.Jacobian.testDiagHessianWeight(m, x), 1e-9, name)
    tester:assertlt(nn.Jacobian.testDiagHessianBias(m, x), 1e-9, name)
  end
end

-- By hand: a network of two layers and a squared error, from the outside in.
function suite.network()
  local net = nn.Sequential():add(nn.Linear(2, 2)):add(nn.Tanh()):add(nn.Linear(2, 1))
  local criterion = nn.MSECriterion()
  local x, y = input(2), input(1)
  criterion:forward(net:forward(x), y)
  net:initDiagHessianParameters()
  local outer = criterion:updateDiagHessianInput(net.output, y)
  tester:eq(outer:totable(), {2})
  net:updateDiagHessianInput(x, outer)
  net:accDiagHessianParameters(x, outer)
  local first, second = net:get(1), net:get(3)
  for k = 1, 2 do
    local h = net:get(2).output[k]
    tester:assert(math.abs(second.diagHessianWeight[1][k] - 2 * h ^ 2) < 1e-12)
    local through = 2 * second.weight[1][k] ^ 2 * (1 - h ^ 2) ^ 2
    tester:assert(math.abs(first.diagHessianBias[k] - through) < 1e-12)
    for i = 1, 2 do
      tester:assert(math.abs(first.diagHessianWeight[k][i] - through * x[i] ^ 2) < 1e-12)
    end
  end
  local values, gradients, diagonals = net:getParameters()
  tester:eq({values:nElement(), gradients:nElement(), diagonals:nElement()}, {9, 9, 9})
end

function suite.undefined()
  tester:assertErrorPattern(function() nn.Sigmoid():updateDiagHessianInput(input(2), input(2)) end,
                            'nn.Sigmoid.updateDiagHessianInput: not defined for this class')
end

function suite.convert()
  local x = input(2, 3, 4, 5)
  local function check(from, to, expected, of)
    local m = nn.Convert(from, to)
    tester:eq(m:forward(of or x):totable(), expected:totable())
    local back = m:backward(of or x, m.output:clone())
    tester:eq(back:totable(), (of or x):totable())
  end
  check('bchw', 'bf', x:view(2, 60))
  check('bchw', 'bhwc', x:permute(1, 3, 4, 2))
  check('bchw', 'chwb', x:permute(2, 3, 4, 1))
  check('chw', 'f', x[1]:view(60), x[1])
  check('b', 'bt', input(1):fill(3):view(1, 1), torch.Tensor(1):fill(3))
  tester:eq(nn.Convert('bt', 'b'):forward(torch.Tensor {{1, 2}, {3, 4}}):totable(), {1, 3})
  local to_float = nn.Convert():float()
  tester:eq(torch.typename(to_float:forward(x)), 'torch.FloatTensor')
  tester:eq(torch.typename(to_float:backward(x, to_float.output)), 'torch.DoubleTensor')
  tester:assertErrorPattern(function() nn.Convert('bchw', 'bt'):forward(x) end,
                            "nn.Convert: cannot convert layout 'bchw' to 'bt' %(input 2x3x4x5%)")
  tester:assertErrorPattern(function() nn.Convert('b*', 'bf') end, 'both or none can be b%*')
  tester:eq(support.leaked(function() nn.Convert('bchw', 'bf'):forward(x) end), 0)
end

tester:add(suite)
tester:run()
