-- SPDX-License-Identifier: BSD-3-Clause
-- nn.View, nn.Reshape, nn.Identity, nn.CAddTable.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

local function sizes_after(m, ...)
  return m:forward(torch.Tensor(...)):size():totable()
end

function suite.checks()
  support.check_layer(tester, 'View', function() return nn.View(6) end, input(4, 2, 3))
  support.check_layer(tester, 'View(-1)', function() return nn.View(-1):setNumInputDims(2) end,
                      input(4, 2, 3), {batch = true})
  support.check_layer(tester, 'Reshape', function() return nn.Reshape(3, 2) end, input(4, 6),
                      {batch = true})
  support.check_layer(tester, 'Identity', function() return nn.Identity() end, input(4, 6),
                      {batch = true})
  for n = 1, 4 do
    local tensors = {}
    for i = 1, n do
      tensors[i] = input(3, 4)
    end
    support.check_layer(tester, 'CAddTable', function() return nn.CAddTable() end, tensors)
  end
end

function suite.view_sizes()
  tester:eq(sizes_after(nn.View(6), 2, 3), {6})
  tester:eq(sizes_after(nn.View(6), 4, 2, 3), {4, 6})
  tester:eq(sizes_after(nn.View(3, 2), 5, 4, 6), {20, 3, 2})
  tester:eq(sizes_after(nn.View(-1), 4, 2, 3), {24})
  tester:eq(sizes_after(nn.View(-1):setNumInputDims(2), 4, 2, 3), {4, 6})
  tester:eq(sizes_after(nn.View(-1):setNumInputDims(2), 2, 3), {6})
  tester:eq(sizes_after(nn.View(-1):setNumInputDims(2), 1, 2, 3), {1, 6})
  tester:eq(sizes_after(nn.View(6):setNumInputDims(2), 1, 2, 3), {1, 6})
  tester:eq(sizes_after(nn.View(6), 1, 2, 3), {6})
  tester:eq(sizes_after(nn.View(2, -1):setNumInputDims(1), 5, 6), {5, 2, 3})
  tester:eq(sizes_after(nn.View(torch.LongStorage {2, 3}), 4, 6), {4, 2, 3})
  local m = nn.View(6)
  tester:eq(tostring(m), 'nn.View(6)')
  tester:assert(rawequal(m:resetSize(2, -1), m))
  tester:eq(tostring(m), 'nn.View(2, -1)')
  tester:eq(m.numElements, 2)
end

function suite.view_shares_memory()
  local m, x = nn.View(6), input(4, 2, 3)
  tester:eq(torch.pointer(m:forward(x):storage()), torch.pointer(x:storage()))
end

function suite.reshape_sizes()
  tester:eq(sizes_after(nn.Reshape(6), 2, 3), {6})
  tester:eq(sizes_after(nn.Reshape(6), 4, 2, 3), {4, 6})
  tester:eq(sizes_after(nn.Reshape(6), 1, 6), {1, 6})
  tester:eq(sizes_after(nn.Reshape(6, true), 1, 2, 3), {1, 6})
  tester:eq(sizes_after(nn.Reshape(6, false), 1, 2, 3), {6})
  tester:eq(sizes_after(nn.Reshape(torch.LongStorage {3, 2}, true), 5, 6), {5, 3, 2})
  tester:eq(tostring(nn.Reshape(3, 2)), 'nn.Reshape(3x2)')
end

function suite.identity()
  local m, x = nn.Identity(), {torch.Tensor(2), {torch.Tensor(3)}}
  tester:assert(rawequal(m:forward(x), x) and rawequal(m:backward(x, x), x))
  m:clearState()
  tester:eq(x[1]:nElement(), 2)
  tester:eq(m.output, {})
end

function suite.add_in_place()
  local m = nn.CAddTable(true)
  local a, b = torch.Tensor {1, 2}, torch.Tensor {10, 20}
  tester:eq(m:forward({a, b}):totable(), {11, 22})
  tester:eq(a:totable(), {11, 22})
  local g = torch.Tensor {1, 1}
  local gradInput = m:backward({a, b}, g)
  tester:eq(#gradInput, 2)
  tester:eq(torch.pointer(gradInput[2]:storage()), torch.pointer(g:storage()))
  m:forward({a})
  tester:eq(#m:backward({a}, g), 1)
end

function suite.errors()
  fails('nn.View: input 2x4 does not fit the view 3', function() sizes_after(nn.View(3), 2, 4) end)
  fails('nn.View: sizes must be positive, one may be %-1: got %-1, %-1',
        function() nn.View(-1, -1) end)
  fails('nn.View: types Double and Float do not match',
        function() nn.View(3):forward(torch.FloatTensor(3)) end)
  fails('nn.Reshape: input 2x4 does not fit the sizes 3 of each sample',
        function() sizes_after(nn.Reshape(3), 2, 4) end)
  fails('nn.Reshape: input 2x4 does not fit the sizes 4',
        function() sizes_after(nn.Reshape(4, false), 2, 4) end)
  fails('nn.View: gradOutput has sizes 3, the output has 2x2', function()
    local m = nn.View(4)
    m:forward(torch.Tensor(2, 2))
    m:backward(torch.Tensor(2, 2), torch.Tensor(3))
  end)
  fails('nn.CAddTable: the input must be a table of tensors, got DoubleTensor 3',
        function() nn.CAddTable():forward(torch.Tensor(3)) end)
  fails('nn.CAddTable: sizes 2 and 3 do not match',
        function() nn.CAddTable():forward({torch.Tensor(2), torch.Tensor(3)}) end)
end

tester:add(suite):run()
