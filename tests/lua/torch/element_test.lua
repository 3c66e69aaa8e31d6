-- SPDX-License-Identifier: BSD-3-Clause
-- t[k] and t[k] = v in all forms, types and layouts; run with the JIT and without, since the two take
-- different ways.

local torch = require 'torch'
local checks = require 'support.checks'
local all, counted, error_of = checks.types, checks.counted, checks.error_of

local tester = torch.Tester()
local suite = torch.TestSuite()

local function fails(f, text) tester:eq(error_of(f), text) end

function suite.vectors_of_all_types()
  for _, dtype in ipairs(all) do
    local t = torch[dtype .. 'Tensor'](100)
    for i = 1, 100 do t[i] = i end
    local sum = 0
    for i = 1, 100 do sum = sum + t[i] end
    tester:eq(sum, 5050, dtype)
    tester:eq(t[-1], 100, dtype)
    t[-100] = 7
    tester:eq(t[1], 7, dtype)
    local column = torch[dtype .. 'Tensor'](50, 2):fill(0):select(2, 2)
    for i = 1, 50 do column[i] = i end
    tester:eq(column[25] + column[50], 75, dtype)
  end
end

function suite.parts()
  local t = counted(3, 4)
  tester:eq(t[2]:totable(), {5, 6, 7, 8})
  tester:eq(t[-1]:totable(), {9, 10, 11, 12})
  tester:eq(t[2][3], 7)
  tester:eq(t[{2, 3}], 7)
  tester:eq(t[{-1, -1}], 12)
  tester:eq(t[{2}]:totable(), {5, 6, 7, 8})
  tester:eq(t[{}]:isSetTo(t), true)
  tester:eq(t[{2, {2, 3}}]:totable(), {6, 7})
  tester:eq(t[{{}, 2}]:totable(), {2, 6, 10})
  tester:eq(t[{{1, 2}, {-2, -1}}]:totable(), {{3, 4}, {7, 8}})
  tester:eq(t[{{2}, {}}]:size():totable(), {1, 4})
  tester:eq(t[torch.LongStorage{2, 3}], 7)
  tester:eq(t[torch.LongStorage{-1, 1}], 9)
  local cube = counted(2, 3, 4)
  tester:eq(cube[{1, {}, 2}]:totable(), {2, 6, 10})
  tester:eq(cube[{2, {1, 2}, 3}]:totable(), {15, 19})
  tester:eq(cube[{2, 3, 4}], 24)
  tester:eq(cube[{2, {3}, {4}}]:totable(), {{24}})
  tester:eq(cube[{2, 3}]:totable(), {21, 22, 23, 24})
end

function suite.assignment()
  local t = torch.zeros(3, 4)
  t[2] = 5
  t[{1, 2}] = 1
  t[{{2, 3}, 1}] = 6
  t[torch.LongStorage{3, 4}] = 9
  tester:eq(t:totable(), {{0, 1, 0, 0}, {6, 5, 5, 5}, {6, 0, 0, 9}})
  t[{{}, 4}] = torch.IntTensor{7, 8, 9}
  t[1] = torch.FloatTensor{{1, 2}, {3, 4}}
  tester:eq(t:totable(), {{1, 2, 3, 4}, {6, 5, 5, 8}, {6, 0, 0, 9}})
  t[{1, 1}] = torch.Tensor{100}
  tester:eq(t[1][1], 100)
  local v = torch.Tensor{1, 2, 3}
  v[2] = torch.Tensor{20}
  v[{3}] = 30
  v[{{1, 2}}] = v[{{2, 3}}]
  tester:eq(v:totable(), {20, 30, 30})
end

function suite.masks()
  for _, dtype in ipairs(all) do
    local t = torch[dtype .. 'Tensor']{{1, 2}, {3, 4}}
    local mask = torch.ByteTensor{{0, 1}, {1, 0}}
    tester:eq(t[mask]:totable(), {2, 3})
    t[mask] = 9
    tester:eq(t:totable(), {{1, 9}, {9, 4}})
    t[mask] = t.new{5, 6}
    tester:eq(t:totable(), {{1, 5}, {6, 4}})
    tester:eq(t[torch.ByteTensor(2, 2):zero()]:dim(), 0)
  end
  fails(function() return torch.Tensor(3)[torch.ByteTensor(2):zero()] end,
        'torch.DoubleTensor[ByteTensor 2]: sizes 2 of the mask and 3 do not match')
end

function suite.errors()
  local t = torch.FloatTensor(3)
  local m = torch.IntTensor(2, 3)
  fails(function() return t[5] end,
        'torch.FloatTensor[5]: index 5 is out of range 1 to 3 in dimension 1')
  fails(function() return t[0] end,
        'torch.FloatTensor[0]: index 0 is out of range 1 to 3 in dimension 1')
  fails(function() return t[-4] end,
        'torch.FloatTensor[-4]: index -4 is out of range 1 to 3 in dimension 1')
  fails(function() return t[0 / 0] end,
        'torch.FloatTensor[nan]: index nan is out of range 1 to 3 in dimension 1')
  fails(function() t[4] = 1 end,
        'torch.FloatTensor[4]: index 4 is out of range 1 to 3 in dimension 1')
  fails(function() return m[{1, 4}] end,
        'torch.IntTensor[{1,4}]: index 4 is out of range 1 to 3 in dimension 2')
  fails(function() m[{{}, {2, 5}}] = 0 end,
        'torch.IntTensor[{{},{2,5}}]: index 5 is out of range 1 to 3 in dimension 2')
  fails(function() return m[{{}, {3, 2}}] end,
        'torch.IntTensor[{{},{3,2}}]: the range {3, 2} in dimension 2 ends before it begins')
  fails(function() return m[{1, 2, 3}] end,
        'torch.IntTensor[{1,2,3}]: 3 indices are too many for IntTensor 2x3')
  fails(function() return m[{'a'}] end, 'torch.IntTensor[{string}]: an index is a number, a ' ..
        'range {first, last}, a LongTensor or a ByteTensor, got string')
  fails(function() return m[torch.LongStorage{1}] end, 'torch.IntTensor[LongStorage]: a ' ..
        'LongStorage of 2 positions is needed, got a LongStorage of 1')
  fails(function() return torch.Tensor()[1] end, 'torch.DoubleTensor[1]: the tensor is empty')
  fails(function() t[1] = 'x' end,
        'torch.FloatTensor[1]: a number or a tensor is needed as the value, got string')
  fails(function() m[1] = torch.Tensor(2) end,
        'torch.IntTensor[1]: sizes 2 and 3 do not match')
  fails(function() t.field = 1 end, 'torch.FloatTensor: field field cannot be set')
  fails(function() return m[torch.FloatTensor(2)] end, 'torch.IntTensor[FloatTensor 2]: an ' ..
        'index is a number, a table, a LongStorage, a LongTensor or a ByteTensor, got FloatTensor')
  tester:eq(t.nothing, nil)
end

function suite.storages()
  for _, dtype in ipairs(all) do
    local s = torch[dtype .. 'Storage'](3)
    for i = 1, 3 do s[i] = 2 * i end
    tester:eq({s[1], s[2], s[3]}, {2, 4, 6}, dtype)
    fails(function() return s[4] end,
          'torch.' .. dtype .. 'Storage[4]: index 4 is out of range 1 to 3')
    fails(function() s[0] = 1 end,
          'torch.' .. dtype .. 'Storage[0]: index 0 is out of range 1 to 3')
  end
  fails(function() torch.IntStorage(1).name = 2 end,
        'torch.IntStorage: field name cannot be set')
end

-- A tensor whose storage was made smaller still stands on its memory.
function suite.keys_that_are_no_positions()
  local t = torch.range(1, 3)
  for _, object in ipairs {t, t:storage()} do
    for _, key in ipairs {true, print, 'nothing'} do tester:eq(object[key], nil) end
    tester:eq(object[nil], nil)
    tester:eq(object['2'], 2)  -- as in Torch7 the text of a number is one
    object['3'] = '7'
    tester:eq(object[3], 7)
    object[3] = 3
  end
  fails(function() t[true] = 1 end, 'torch.DoubleTensor[boolean]: an index is a number, a table, a ' ..
        'LongStorage, a LongTensor or a ByteTensor, got boolean')
  fails(function() t:storage()[true] = 1 end,
        'torch.DoubleStorage[boolean]: an index is a number, got boolean')
end

function suite.hooks()
  local t = torch.ShortTensor{1, 2, 3}
  tester:eq({t:__index__(2)}, {2, true})
  tester:eq({t:__index__('x')}, {false})
  tester:eq(t:__newindex__(2, 5), true)
  tester:eq(t:__newindex__('x', 5), false)
  tester:eq(t[2], 5)
  tester:eq({t:storage():__index__(3)}, {3, true})
  -- a class may be given others
  local class = torch.getmetatable('torch.ShortTensor')
  local index, newindex = class.__index__, class.__newindex__
  local seen
  class.__index__ = function(object, key)
    if key == 'first' then return object[1], true end
    return index(object, key)
  end
  class.__newindex__ = function(object, key, value)
    if key == 'mark' then seen = value return true end
    return newindex(object, key, value)
  end
  tester:eq({t.first, t[2], t:size(1), t[{{1, 2}}]:sum()}, {1, 5, 3, 6})
  tester:eq(t.nothing, nil)
  t.mark = 'x'
  t[2] = 4
  tester:eq({seen, t[2]}, {'x', 4})
  class.__index__, class.__newindex__ = index, newindex
end

function suite.shrunk_storage()
  local t = torch.Tensor(1000):fill(1)
  t:storage():resize(1)
  tester:eq(t[1000], 1)
end

-- Numbers may be given as text, as to Lua's own functions.
function suite.text_that_is_a_number()
  local m, s = torch.range(1, 6):view(2, 3), torch.Storage{4, 5}
  tester:eq(m['2']:totable(), {4, 5, 6})
  tester:eq(m[{'2', '-1'}], 6)
  tester:eq(m[{{'1', '2'}, '2'}]:totable(), {2, 5})
  m[{'1', '3'}] = '7'
  m['2'] = '9'
  tester:eq(m:totable(), {{1, 2, 7}, {9, 9, 9}})
  s['1'] = '8'
  tester:eq(s['1'] + s['2'], 13)
  fails(function() return m[{'a', 1}] end,
        'torch.DoubleTensor[{string,1}]: an index is a number, a range {first, last}, a LongTensor or ' ..
        'a ByteTensor, got string')
end

-- A loop over rows must not fail to compile again and again: LuaJIT then gives up the access to
-- elements, for all other loops too.
function suite.loops_over_rows()
  local m, failures, sum = torch.Tensor(100, 100):fill(1), 0, 0
  local function watch(event)
    if event == 'abort' then failures = failures + 1 end
  end
  jit.attach(watch, 'trace')
  for k = 1, 300000 do sum = sum + m[k % 100 + 1][5] end
  jit.attach(watch)
  tester:eq(sum, 300000)
  tester:assert(failures < 3, failures .. ' traces failed')
end

tester:add(suite)
tester:run()
