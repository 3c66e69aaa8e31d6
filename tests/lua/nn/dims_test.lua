-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Collapse, nn.Contiguous, nn.Replicate, nn.Squeeze, nn.Transpose, nn.Unsqueeze.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

for name, case in pairs {
  Collapse = {function() return nn.Collapse(2) end, input(3, 4, 2), {batch = true}},
  ['Collapse of a sample'] = {function() return nn.Collapse(3) end, input(3, 4, 2)},
  Contiguous = {function() return nn.Contiguous() end, input(3, 4), {batch = true}},
  Replicate = {function() return nn.Replicate(3) end, input(4, 2)},
  ['Replicate samples'] = {function() return nn.Replicate(3, 2, 2) end, input(4, 2, 3), {batch = true}},
  ['Replicate at the end'] = {function() return nn.Replicate(2, 3) end, input(4, 2)},
  Squeeze = {function() return nn.Squeeze() end, input(1, 3, 1, 2)},
  ['Squeeze of one dimension'] = {function() return nn.Squeeze(2) end, input(1, 1, 3)},
  ['Squeeze samples'] = {function() return nn.Squeeze(1, 2) end, input(4, 1, 3), {batch = true}},
  ['Squeeze a batch of one'] = {function() return nn.Squeeze(nil, 2) end, input(1, 1, 3), {batch = true}},
  Transpose = {function() return nn.Transpose({1, 3}, {2, 1}) end, input(3, 4, 2)},
  ['Transpose samples'] = {function() return nn.Transpose({1, 2}):setNumInputDims(2) end,
                           input(3, 4, 2), {batch = true}},
  Unsqueeze = {function() return nn.Unsqueeze(2) end, input(3, 4)},
  ['Unsqueeze samples'] = {function() return nn.Unsqueeze(3, 2) end, input(3, 4, 2), {batch = true}},
} do
  suite[name] = function()
    support.check_layer(tester, name, unpack(case))
    tester:eq(support.leaked(function() support.run(case[1](), input(case[2]:size())) end), 0)
  end
end

function suite.sizes()
  local function size(m, ...)
    return m:forward(input(...)):size():totable()
  end
  tester:eq(size(nn.Collapse(2), 3, 4), {12})
  tester:eq(size(nn.Collapse(2), 5, 3, 4), {5, 12})
  tester:eq(size(nn.Replicate(7), 3, 4), {7, 3, 4})
  tester:eq(size(nn.Replicate(7, 2, 1), 3, 4), {3, 4, 7})
  tester:eq(size(nn.Squeeze(), 1, 3, 1), {3})
  tester:eq(size(nn.Squeeze(nil, 2), 1, 3, 1), {1, 3})
  tester:eq(size(nn.Squeeze(2, 2), 5, 3, 1), {5, 3})
  tester:eq(size(nn.Squeeze(1), 3, 1), {3, 1})
  tester:eq(size(nn.Transpose({1, 2}, {2, 3}), 3, 4, 5), {4, 5, 3})
  tester:eq(size(nn.Transpose({1, 2}):setNumInputDims(2), 3, 4, 5), {3, 5, 4})
  tester:eq(size(nn.Unsqueeze(1), 3, 4), {1, 3, 4})
  tester:eq(size(nn.Unsqueeze(1, 1), 3, 4), {3, 1, 4})
  tester:eq(size(nn.Unsqueeze(3):setNumInputDims(2), 5, 3, 4), {5, 3, 4, 1})
  local m = nn.Unsqueeze(1) -- the first input says what a sample is
  tester:eq(size(m, 3, 4), {1, 3, 4})
  tester:eq(size(m, 5, 3, 4), {5, 1, 3, 4})
  tester:eq(tostring(nn.Unsqueeze(2)), 'nn.Unsqueeze(dim 2)')
end

-- Where the input's memory can be shared it is.
function suite.views()
  local x = input(3, 4)
  for _, m in ipairs {nn.Collapse(1), nn.Contiguous(), nn.Replicate(3), nn.Squeeze(), nn.Unsqueeze(1)} do
    local y = m:forward(x)
    tester:eq(torch.pointer(y:storage()), torch.pointer(x:storage()), torch.type(m))
  end
  local m = nn.Contiguous()
  local view = x:t()
  m:forward(x)
  local y = m:forward(view)
  tester:assert(y:isContiguous() and torch.pointer(y:storage()) ~= torch.pointer(x:storage()))
  tester:eq(y:totable(), view:totable())
  local storage = torch.pointer(y:storage())
  tester:eq(torch.pointer(m:forward(view):storage()), storage, 'the copy keeps its memory')
  local copied = nn.Transpose({1, 2}):forward(x)
  tester:assert(torch.pointer(copied:storage()) ~= torch.pointer(x:storage()))
end

function suite.errors()
  fails('nn.Replicate: dimensions count from 1, got 0', function() nn.Replicate(2, 0) end)
  fails('nn.Replicate: input 3 has too few dimensions to be replicated along 3',
        function() nn.Replicate(2, 3):forward(input(3)) end)
  fails('nn.Replicate: gradOutput has sizes 3x3 for 2 copies of the input 3',
        function() nn.Replicate(2):backward(input(3), input(3, 3)) end)
  fails('nn.Unsqueeze: pos must be a number, got nil', function() nn.Unsqueeze() end)
  fails('nn.Unsqueeze: no dimension can come at position 4 of samples of 2 dimensions %(input 3x4%)',
        function() nn.Unsqueeze(4, 2):forward(input(3, 4)) end)
  fails('nn.Squeeze: dimension 3 is out of range', function() nn.Squeeze(3):forward(input(3, 4)) end)
  fails('nn.Transpose: dimension 3 is out of range',
        function() nn.Transpose({1, 3}):forward(input(3, 4)) end)
  fails('nn.Squeeze: input must be a tensor, got table', function() nn.Squeeze():forward({}) end)
  fails('nn.Collapse: gradOutput has sizes 5, the output has 3x4',
        function() nn.Collapse(2):backward(input(3, 4), input(5)) end)
end

tester:add(suite):run()
