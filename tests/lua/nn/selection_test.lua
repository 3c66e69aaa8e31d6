-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Index, nn.MaskedSelect, nn.Narrow, nn.OneHot, nn.Padding, nn.Select.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

local x = torch.Tensor {{11, 12, 13, 14}, {21, 22, 23, 24}, {31, 32, 33, 34}}

for name, case in pairs {
  Narrow = {function() return nn.Narrow(2, 2, 3) end, input(3, 4, 2)},
  ['Narrow from the end'] = {function() return nn.Narrow(-1, 2, -2) end, input(3, 4, 5)},
  Select = {function() return nn.Select(2, -1) end, input(3, 4, 2)},
  ['Select from a vector'] = {function() return nn.Select(1, 2) end, input(3)},
  Padding = {function() return nn.Padding(2, 3) end, input(3, 4, 2)},
  ['Padding inside'] = {function() return nn.Padding(1, -2, 2, 7, 3) end, input(3, 4, 2)},
  ['Padding by nothing'] = {function() return nn.Padding(1, 0) end, input(3, 2)},
} do
  suite[name] = function()
    support.check_layer(tester, name, case[1], case[2])
    tester:eq(support.leaked(function() support.run(case[1](), input(case[2]:size())) end), 0)
  end
end

function suite.Narrow_values()
  local function columns(...)
    return nn.Narrow(2, ...):forward(x)[1]:totable()
  end
  tester:eq(columns(2), {12})
  tester:eq(columns(2, 2), {12, 13})
  tester:eq(columns(2, -1), {12, 13, 14})
  tester:eq(columns(2, -2), {12, 13})
  tester:eq(columns(-1, 1), {11, 12, 13})
  tester:eq(columns(-1, 3), {11})
  -- Inputs of another type are passed on in their own.
  local m = nn.Narrow(1, 2, 2)
  tester:eq(m:forward(torch.LongTensor {5, 6, 7}):totable(), {6, 7})
  tester:eq(torch.type(m.output), 'torch.LongTensor')
  tester:eq(m:backward(torch.FloatTensor(3), torch.FloatTensor {1, 2}):totable(), {0, 1, 2})
end

function suite.Select_values()
  local m = nn.Select(1, -1)
  tester:eq(m:forward(x):totable(), {31, 32, 33, 34})
  tester:eq(m:backward(x, torch.Tensor {1, 2, 3, 4}):totable(),
            {{0, 0, 0, 0}, {0, 0, 0, 0}, {1, 2, 3, 4}})
  tester:eq(nn.Select(-1, 2):forward(x):totable(), {12, 22, 32})
end

function suite.Padding_values()
  local row = torch.Tensor {1, 2, 3}
  local function padded(...)
    return nn.Padding(1, ...):forward(row):totable()
  end
  tester:eq(padded(2), {1, 2, 3, 0, 0})
  tester:eq(padded(-2), {0, 0, 1, 2, 3})
  tester:eq(padded(1, 1, 9, 2), {1, 2, 9, 3})
  tester:eq(padded(-1, 1, 9, 2), {1, 9, 2, 3})
  tester:eq(padded(-1, 1, 9, 4), {1, 2, 3, 9})
  tester:eq(nn.Padding(1, 1, 1, 5):forward(torch.Tensor {{1}, {2}}):totable(), {{1, 5}, {2, 5}})
end

function suite.Index()
  local m, index = nn.Index(2), torch.LongTensor {4, 1, 4}
  tester:eq(m:forward({x, index}):totable(), {{14, 11, 14}, {24, 21, 24}, {34, 31, 34}})
  local gradients = m:backward({x, index}, torch.Tensor(3, 3):fill(1))
  tester:eq(gradients[1]:totable(), {{1, 0, 0, 2}, {1, 0, 0, 2}, {1, 0, 0, 2}})
  tester:eq(gradients[2]:totable(), {0, 0, 0})
  m:clearState()
  m:float()
  tester:eq(m:forward({x:float(), index})[2]:totable(), {24, 21, 24})
  m:backward({x:float(), index}, torch.FloatTensor(3, 3):fill(1))
  tester:eq(torch.type(m.gradInput[1]), 'torch.FloatTensor')
  local loaded = torch.deserialize(torch.serialize(m))
  tester:eq(loaded:forward({x:float(), index}):totable(), m.output:totable())
  tester:eq(support.leaked(function()
    local made = nn.Index(1)
    made:forward({x, torch.LongTensor {1}})
    made:backward({x, torch.LongTensor {1}}, torch.Tensor(1, 4))
  end), 0)
end

function suite.MaskedSelect()
  local m = nn.MaskedSelect()
  for _, strided in ipairs {false, true} do
    local t = strided and support.strided(x) or x
    local mask = torch.le(t, 13)
    tester:eq(m:forward({t, mask}):totable(), {11, 12, 13})
    local gradients = m:backward({t, mask}, torch.Tensor {1, 2, 3})
    tester:eq(gradients[1]:totable(), {{1, 2, 3, 0}, {0, 0, 0, 0}, {0, 0, 0, 0}})
    tester:eq(torch.type(gradients[2]), 'torch.ByteTensor')
    tester:eq(gradients[2]:sum(), 0)
  end
  m:float()
  m:forward({x:float(), torch.le(x, 11)})
  local gradients = m:backward({x:float(), torch.le(x, 11)}, torch.FloatTensor {5})
  tester:eq(gradients[1][1]:totable(), {5, 0, 0, 0})
  tester:eq(torch.type(gradients[2]), 'torch.ByteTensor')
  tester:eq(torch.type(m:clone()), 'nn.MaskedSelect')
  tester:eq(m:clearState().output:nElement(), 0)
end

function suite.OneHot()
  local m = nn.OneHot(3)
  tester:eq(m:forward(2):totable(), {0, 1, 0})
  tester:eq(m:backward(2, m.output), 0)
  for _, typename in ipairs {'torch.LongTensor', 'torch.DoubleTensor', 'torch.ByteTensor'} do
    local labels = torch.LongTensor {{3, 1}, {2, 2}}:type(typename)
    tester:eq(m:forward(labels):totable(), {{{0, 0, 1}, {1, 0, 0}}, {{0, 1, 0}, {0, 1, 0}}})
    tester:eq(m:backward(labels, m.output):totable(), {{0, 0}, {0, 0}})
  end
  tester:eq(torch.type(m:float():forward(torch.LongTensor {1})), 'torch.FloatTensor')
  tester:eq(m:forward(torch.LongTensor {{1, 2, 3}}:t()):size():totable(), {3, 1, 3})
  fails('nn.OneHot: ', function() m:forward(torch.LongTensor {4}) end)
  fails('nn.OneHot: ', function() m:forward(0) end)
end

function suite.errors()
  fails('nn.Narrow: offset must be a number, got nil',
        function() nn.Narrow(1) end)
  fails('nn.Narrow: length 4 from index 2 is out of range for size 4 in dimension 2',
        function() nn.Narrow(2, 2, 4):forward(x) end)
  fails('nn.Select: index 5 is out of range 1 to 4 in dimension 2',
        function() nn.Select(2, 5):forward(x) end)
  fails('nn.Select: indices count from 1, got 0', function() nn.Select(2, 0):forward(x) end)
  fails('nn.Select: gradOutput has sizes 2, the output has 3',
        function() nn.Select(2, 1):backward(x, torch.Tensor(2)) end)
  fails('nn.Padding: index 5 is out of range 1 to 4 %(input 3x4%)',
        function() nn.Padding(1, 1, nil, 0, 5):forward(x) end)
  fails('nn.Padding: gradOutput has sizes 3x4, the output has 5x4',
        function() nn.Padding(1, 2):backward(x, x) end)
  fails('nn.Index: input must be a table, got DoubleTensor 3x4', function() nn.Index(1):forward(x) end)
  fails('nn.MaskedSelect: ', function() nn.MaskedSelect():forward({x, x}) end)
end

tester:add(suite):run()
