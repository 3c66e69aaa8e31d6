-- SPDX-License-Identifier: BSD-3-Clause
-- Layers on tables: arithmetic, taking apart and putting together, products and distances, mixtures.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

torch.manualSeed(1) -- what is drawn below stays away from kinks

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

local function above(...)
  return torch.Tensor(...):uniform(0.5, 2)
end

-- {class, arguments, input}: gradients by finite differences, strides, copies, files, types, buffers.
-- (PairwiseDistance keeps the norm away from zero by 1e-6, as Torch7 does.)
local cases = {
  {'CSubTable', {}, {input(3, 4), input(3, 4)}},
  {'CMulTable', {}, {input(3, 4), input(3, 4), input(3, 4)}},
  {'CMulTable', {}, {input(5)}},
  {'CDivTable', {}, {input(3, 4), above(3, 4)}},
  {'CMaxTable', {}, {input(3, 4), input(3, 4), input(3, 4)}},
  {'CMinTable', {}, {input(3, 4), input(3, 4)}},
  {'CAddTensorTable', {}, {input(4), {input(4), input(4), input(4)}}},
  {'JoinTable', {1}, {input(2, 3), input(1, 3), input(4, 3)}},
  {'JoinTable', {-1}, {input(2, 3), input(2, 5)}},
  {'JoinTable', {1, 1}, {input(2, 3), input(2, 5)}},
  {'SplitTable', {2}, input(3, 4)},
  {'SplitTable', {1, 1}, input(3, 4)},
  {'SplitTable', {-1}, input(2, 3, 2)},
  {'SelectTable', {2}, {input(3), input(2, 2), input(4)}},
  {'SelectTable', {-1}, {input(3), {input(2, 2), input(4)}}},
  {'NarrowTable', {2, 2}, {input(3), input(2, 2), input(4), input(1)}},
  {'FlattenTable', {}, {input(3), {input(2, 2), {input(4)}}, input(1)}},
  {'ZipTable', {}, {{input(1), input(2)}, {input(3), input(4)}, {input(5), input(6)}}},
  {'ZipTableOneToMany', {}, {input(3), {input(2), input(4)}}},
  {'MM', {}, {input(3, 4), input(4, 2)}},
  {'MM', {true, false}, {input(4, 3), input(4, 2)}},
  {'MM', {false, true}, {input(5, 3, 4), input(5, 2, 4)}},
  {'MM', {true, true}, {input(5, 4, 3), input(5, 2, 4)}},
  {'MV', {}, {input(3, 4), input(4)}},
  {'MV', {true}, {input(3, 4), input(3)}},
  {'MV', {}, {input(2, 3, 4), input(2, 4)}},
  {'MV', {true}, {input(2, 3, 4), input(2, 3)}},
  {'DotProduct', {}, {input(4), input(4)}},
  {'DotProduct', {}, {input(3, 4), input(3, 4)}},
  {'CosineDistance', {}, {input(4), input(4)}},
  {'CosineDistance', {}, {input(3, 4), input(3, 4)}},
  {'PairwiseDistance', {1}, {input(3, 4), input(3, 4)}},
  {'PairwiseDistance', {}, {input(4), input(4)}},
  {'PairwiseDistance', {2}, {input(3, 4), input(3, 4)}},
  {'PairwiseDistance', {3}, {input(3, 4), input(3, 4)}},
  {'MixtureTable', {}, {input(3), {input(4), input(4), input(4)}}},
  {'MixtureTable', {}, {input(2, 3), {input(2, 4), input(2, 4), input(2, 4)}}},
  {'MixtureTable', {}, {input(3), input(3, 4)}},
  {'MixtureTable', {3}, {input(2, 3), input(2, 4, 3)}},
}

for i, case in ipairs(cases) do
  local name, arguments, x = unpack(case)
  suite[('check %d %s'):format(i, name)] = function()
    support.check_layer(tester, name, function() return nn[name](unpack(arguments)) end, x,
                        {tolerance = name == 'PairwiseDistance' and 1e-5 or nil})
  end
end

local function totable(value)
  if torch.isTensor(value) then return value:totable() end
  local result = {}
  for i, one in ipairs(value) do
    result[i] = totable(one)
  end
  return result
end

-- Tensors of as many elements and other sizes are taken in order; each gradient has its input's.
function suite.other_sizes()
  for _, name in ipairs {'CSubTable', 'CDivTable'} do
    local a, b = torch.Tensor(3, 4):uniform(1, 2), torch.Tensor(6, 2):uniform(1, 2)
    local m, g = nn[name](), torch.Tensor(3, 4):uniform()
    local expected = nn[name]()
    tester:eq(m:forward({a, b}):totable(), expected:forward({a, b:view(3, 4)}):totable())
    local gradInput = m:backward({a, b}, g)
    local same = expected:backward({a, b:view(3, 4)}, g)
    tester:eq(gradInput[1]:totable(), same[1]:totable(), name)
    tester:eq(gradInput[2]:totable(), same[2]:view(6, 2):totable(), name)
  end
end

function suite.known_values()
  local a, b, c = torch.Tensor {1, 5, 3}, torch.Tensor {4, 2, 3}, torch.Tensor {2, 2, 9}
  local function after(m, x) return totable(m:forward(x)) end
  tester:eq(after(nn.CSubTable(), {a, b}), {-3, 3, 0})
  tester:eq(after(nn.CMulTable(), {a, b, c}), {8, 20, 81})
  tester:eq(after(nn.CDivTable(), {a, b}), {0.25, 2.5, 1})
  local max = nn.CMaxTable()
  tester:eq(after(max, {a, b, c}), {4, 5, 9})
  tester:eq(max.maxIdx:totable(), {2, 1, 3})
  tester:eq(totable(max:backward({a, b, c}, torch.Tensor {1, 2, 3})), {{0, 2, 0}, {1, 0, 0}, {0, 0, 3}})
  tester:eq(after(nn.CMinTable(), {a, b, c}), {1, 2, 3})
  tester:eq(after(nn.CAddTensorTable(), {a, {b, c}}), {{5, 7, 6}, {3, 7, 12}})
  tester:eq(after(nn.JoinTable(1), {a, b}), {1, 5, 3, 4, 2, 3})
  tester:eq(after(nn.SplitTable(1), torch.Tensor {{1, 2}, {3, 4}}), {{1, 2}, {3, 4}})
  tester:eq(after(nn.ZipTable(), {{a, b}, {c, a}}), {{{1, 5, 3}, {2, 2, 9}}, {{4, 2, 3}, {1, 5, 3}}})
  tester:eq(after(nn.DotProduct(), {a, b}), {23})
  tester:eq(after(nn.PairwiseDistance(1), {a, b}), {6})
  tester:eq(after(nn.MV(), {torch.Tensor {{1, 0, 2}, {0, 1, 0}}, a}), {7, 5})
  tester:eq(after(nn.MixtureTable(), {torch.Tensor {0.5, 2}, {a, b}}), {8.5, 6.5, 7.5})
  -- Of equals the first has the gradient.
  tester:eq(totable(nn.CMaxTable():forward({a, a})), {1, 5, 3})
end

-- What is only passed on stays the same object.
function suite.identity()
  local x = {input(2), {input(3)}}
  tester:assert(rawequal(nn.SelectTable(2):forward(x), x[2]))
  tester:assert(rawequal(nn.NarrowTable(1, 1):forward(x)[1], x[1]))
  local flatten = nn.FlattenTable()
  local flat = flatten:forward(x)
  tester:assert(rawequal(flat[2], x[2][1]))
  tester:assert(rawequal(flatten:forward(x), flat), 'the same structure, the same table')
  tester:assert(not rawequal(flatten:forward({x[1]}), flat))
  tester:eq(#flatten.output, 1)
  local select = nn.SelectTable('name')
  tester:assert(rawequal(select:forward({name = x[1]}), x[1]))
  select:clearState()
  tester:eq(x[1]:nElement(), 2)
end

-- Elements may have names, at any depth: the gradient of what is not selected is zero there too.
function suite.named_elements()
  local x = {a = input(2, 3), b = input(2), c = {d = input(1), [1] = input(4)}}
  local m = nn.SelectTable('a')
  m:forward(x)
  for _ = 1, 2 do
    local g = input(2, 3)
    local gradInput = m:backward(x, g)
    tester:assert(support.difference(gradInput.a, g) == 0)
    tester:eq(gradInput.b:totable(), {0, 0})
    tester:eq({gradInput.c.d:totable(), gradInput.c[1]:totable()}, {{0}, {0, 0, 0, 0}})
  end
  m = nn.SelectTable('c')
  tester:assert(support.difference(m:backward(x, x.c).c, x.c) == 0)
  x.b = nil
  tester:assert(m:backward(x, x.c).b == nil)
end

function suite.fewer_elements()
  local m = nn.CMulTable()
  local function gradients(count)
    local x = {}
    for i = 1, count do x[i] = input(2) end
    m:forward(x)
    return #m:backward(x, input(2))
  end
  tester:eq({gradients(3), gradients(1), gradients(2)}, {3, 1, 2})
  local join = nn.JoinTable(1)
  join:forward({input(1), input(2), input(3)})
  join:backward({input(1), input(2), input(3)}, input(6))
  join:forward({input(1)})
  tester:eq(#join:backward({input(1)}, input(1)), 1)
end

function suite.errors()
  fails('nn.JoinTable: sizes 2x3 and 2x4 of inputs 1 and 2 cannot be joined along dimension 1',
        function() nn.JoinTable(1):forward({input(2, 3), input(2, 4)}) end)
  fails('nn.SplitTable: dimension 3 is out of range for DoubleTensor 2x2',
        function() nn.SplitTable(3):forward(input(2, 2)) end)
  fails('nn.SelectTable: there is no element 3 in a table of 2',
        function() nn.SelectTable(3):forward({input(1), input(1)}) end)
  fails('nn.MM: matrices of sizes 2x3 and 2x4 cannot be multiplied',
        function() nn.MM():forward({input(2, 3), input(2, 4)}) end)
  fails('nn.MM: the second input must have 2 dimensions, got DoubleTensor 2',
        function() nn.MM():forward({input(2, 3), input(2)}) end)
  fails('nn.MV: trans must be true or false, got number', function() nn.MV(3) end)
  fails('nn.DotProduct: inputs have sizes 2 and 3',
        function() nn.DotProduct():forward({input(2), input(3)}) end)
  fails('nn.MixtureTable: the gater has 2 outputs for 3 experts',
        function() nn.MixtureTable():forward({input(2), {input(1), input(1), input(1)}}) end)
  fails('nn.CMulTable: the input must be a table of tensors, got DoubleTensor 3',
        function() nn.CMulTable():forward(input(3)) end)
  fails('nn.NarrowTable: offset must be a number, got nil', function() nn.NarrowTable() end)
end

-- What fields of a file may hold in place of what the class puts there.
function suite.fields()
  local m = nn.NarrowTable(2, 1)
  m.length = 2 ^ 31 - 1
  local x = {torch.ones(1), torch.ones(2), torch.ones(3)}
  tester:eq(#m:forward(x), 2)
  tester:eq(m.output[2]:size(1), 3)
  m.length = 2 ^ 33
  fails('nn.NarrowTable: field length must be a number from %-2147483647 to 2147483647, got 8589934592',
        function() m:forward(x) end)
  m.length = 0 / 0
  fails('field length must be a number .*, got nan', function() m:forward(x) end)
  m.offset, m.length = -1, 4
  tester:eq(m:forward(x)[4], x[2])
  tester:eq(nn.JoinTable(1):forward({torch.FloatTensor {1}, torch.IntTensor {2}}):totable(), {1, 2})
end

tester:add(suite)
tester:run()
