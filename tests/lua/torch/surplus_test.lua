-- SPDX-License-Identifier: BSD-3-Clause
-- Arguments beyond those that a function takes: the functions that Torch7 wrote by hand ignore them,
-- and programs count on it (t:size():size(1)); the others refuse them. A wrong one in the place of an
-- optional argument is an error in both.

local torch = require 'torch'

local tester = torch.Tester()
local suite = torch.TestSuite()

local t = torch.range(1, 6):view(2, 3)

local ignoring = {
  dim = {2}, nDimension = {2}, nElement = {6}, storageOffset = {1}, isContiguous = {true}, elementSize = {8},
  size = {3, 2}, stride = {1, 2}, isSameSizeAs = {true, t}, isSetTo = {true, t},
}

function suite.questions()
  for name, case in pairs(ignoring) do
    for _, extra in ipairs {5, 'x', t, {}} do
      tester:eq(t[name](t, case[2], extra, extra), case[1], name)
    end
  end
  tester:eq(t:size():size(1), 2)
  tester:eq(t:size(nil, 1):totable(), {2, 3})
  tester:eq(t:storage(1):size('x'), 6)
end

function suite.views_and_copies()
  local sum = 21
  tester:eq(t:clone(1):sum(), sum)
  tester:eq(t:contiguous(1, 2):sum(), sum)
  tester:eq(t:t(1):totable(), t:t():totable())
  tester:eq(t:transpose(1, 2, 3):totable(), t:t():totable())
  tester:eq(t:narrow(1, 1, 1, 9):sum(), 6)
  tester:eq(t:select(1, 2, 'x'):sum(), 15)
  tester:eq(t:unfold(2, 2, 1, 5):totable(), t:unfold(2, 2, 1):totable())
  tester:eq(torch.ones(1, 3):expandAs(t, nil):sum(), 6)
  local u = torch.Tensor():resizeAs(t, 1):copy(t, true)
  tester:eq(u:sum(), sum)
  tester:eq(torch.Tensor():set(t, 5):sum(), sum)
  tester:eq(torch.Tensor():set(t:storage(), 1, t:size(), t:stride(), 'x'):sum(), sum)
  for _, cast in ipairs {'byte', 'char', 'short', 'int', 'long', 'half', 'float', 'double'} do
    tester:eq(t[cast](t, 1):sum(), sum, cast)
  end
  tester:eq(t:type('torch.FloatTensor', 1):type(), 'torch.FloatTensor')
  tester:eq(t:typeAs(torch.IntTensor(), 1):type(), 'torch.IntTensor')
end

function suite.storages_and_settings()
  local s = torch.LongStorage(2):fill(3, 4)
  tester:eq(s:totable(), {3, 3})
  tester:eq(s:copy(torch.LongStorage {1, 2}, 5):resize(1, 2):size(7), 1)
  tester:eq(torch.getnumthreads(1, 2), torch.getnumthreads())
  local file = os.tmpname()
  torch.save(file, {1})
  tester:eq(torch.load(file, 'binary', true, 5, 6), {1})
  os.remove(file)
end

function suite.a_wrong_optional_argument_is_no_surplus()
  for _, call in ipairs {
    {'size', t.size, t, 'x'},
    {'stride', t.stride, t, {}},
    {'set', t.set, t.new(), t:storage(), 'x'},
    {'narrow', t.narrow, t, 1, 'x', 1, 1},
    {'copy', t.copy, t, 5},
    {'expandAs', t.expandAs, t, 5},
  } do
    local name, f = call[1], call[2]
    tester:assertErrorPattern(function() f(unpack(call, 3)) end,
                              'torch%.' .. name .. ': arguments %(.*%) do not fit, expected', name)
  end
end

-- As in Torch7.
function suite.other_functions_refuse_them()
  tester:assertError(function() t:add(1, 2, 3) end)
  tester:assertError(function() t:squeeze(1, 2, 3) end)
  tester:assertError(function() torch.seed(1) end)
  tester:assertError(function() torch.manualSeed(1, 2) end)
  tester:assertError(function() torch.MemoryFile():writeInt(1, 2) end)
end

tester:add(suite):run()
