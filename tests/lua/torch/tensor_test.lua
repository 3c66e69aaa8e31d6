-- SPDX-License-Identifier: BSD-3-Clause
-- Tensors as scripts meet them: constructors, types and conversions, views, division into tables.

local torch = require 'torch'
local checks = require 'support.checks'
local all, counted, error_of = checks.types, checks.counted, checks.error_of

local tester = torch.Tester()
local suite = torch.TestSuite()

local function fails(f, text) tester:eq(error_of(f), text) end

function suite.default_type()
  tester:eq(torch.getdefaulttensortype(), 'torch.DoubleTensor')
  tester:eq(torch.Tensor(2):type(), 'torch.DoubleTensor')
  torch.setdefaulttensortype('torch.FloatTensor')
  tester:eq(torch.getdefaulttensortype(), 'torch.FloatTensor')
  tester:eq(torch.typename(torch.Tensor()), 'torch.FloatTensor')
  tester:eq(torch.typename(torch.Storage()), 'torch.FloatStorage')
  tester:eq(torch.IntTensor(1):real():type(), 'torch.FloatTensor')
  tester:eq(torch.rand(2):type(), 'torch.FloatTensor')
  torch.setdefaulttensortype('torch.DoubleTensor')
  fails(function() torch.setdefaulttensortype('torch.Nothing') end,
        'torch.setdefaulttensortype: unknown tensor type torch.Nothing')
end

function suite.a_view_has_the_type_of_its_elements()
  local bytes, longs = torch.ByteTensor(4), torch.LongTensor{1, 2}
  for name, arguments in pairs {view = {2, 1}, expand = {2}, squeeze = {}, unsqueeze = {1}, set = {}} do
    local ok, err = pcall(bytes[name], bytes, longs, unpack(arguments))
    tester:assert(not ok and err:find('types Byte and Long do not match') ~= nil,
                  name .. ': ' .. tostring(err))
    tester:eq(bytes:size():totable(), {4})
  end
  tester:assert(not pcall(bytes.viewAs, bytes, longs, longs))
  tester:assert(not pcall(torch.expandAs, bytes, longs, longs))
end

function suite.set_to_sizes()
  local t = torch.ones(2)
  local u = torch.Tensor(t)
  tester:eq(t:set(2, 3):size():totable(), {2, 3})
  tester:eq(u:totable(), {1, 1})
  tester:eq(t:set(torch.LongStorage{3, 2}, torch.LongStorage{1, 3}):stride():totable(), {1, 3})
  tester:eq(torch.LongTensor():set(torch.LongStorage{3, 2}):totable(), {3, 2})
end

function suite.named_type_of_a_result()
  tester:eq(torch.zeros(2, 'torch.IntTensor'):type(), 'torch.IntTensor')
  tester:eq(torch.rand(2, 3, 'torch.FloatTensor'):size():totable(), {2, 3})
  tester:eq(torch.range(1, 3, 'torch.ByteTensor'):type(), 'torch.ByteTensor')
  tester:eq(torch.getdefaulttensortype(), 'torch.DoubleTensor')
  fails(function() torch.zeros(2, 'torch.Nothing') end,
        "torch.zeros: arguments (2, 'torch.Nothing') do not fit, expected ([res,] sizes:sizes)")
end

function suite.numbers_as_text()
  tester:eq(torch.zeros('2', 3):size():totable(), {2, 3})
  tester:eq(torch.Tensor{'1', 2}:mul('3'):totable(), {3, 6})
  tester:eq(torch.Storage{'4'}[1], 4)
end

function suite.storage_of_an_empty_tensor()
  tester:eq(torch.Tensor():storage(), nil)
  tester:eq(torch.Tensor(2):resize(0):storage():size(), 2)
end

function suite.constructors()
  for _, dtype in ipairs(all) do
    local Tensor = torch[dtype .. 'Tensor']
    tester:eq(Tensor():dim(), 0)
    tester:eq(Tensor(2, 3):size():totable(), {2, 3})
    tester:eq(Tensor{{1, 2}, {3, 4}}:totable(), {{1, 2}, {3, 4}})
    local t = Tensor{1, 2, 3}
    tester:eq(Tensor(t):storage() == t:storage(), true)
    tester:eq(t.new(t:storage(), 2, 2):totable(), {2, 3})
    tester:eq(Tensor(t:storage(), 1, 2, 1, 2, 0):totable(), {{1, 1}, {2, 2}})
    tester:eq(Tensor(t:storage(), 1, torch.LongStorage{1, 2}):totable(), {{1, 2}})
    tester:eq(t.new():type(), 'torch.' .. dtype .. 'Tensor')
  end
  tester:eq(torch.FloatTensor(torch.LongStorage{1, 2}):size():totable(), {1, 2})
  tester:eq(torch.LongTensor(torch.LongStorage{4, 5}):totable(), {4, 5})
  local steps = torch.Tensor(torch.LongStorage{4}, torch.LongStorage{0})
  steps[1] = 7
  tester:eq(steps:totable(), {7, 7, 7, 7})
  fails(function() torch.FloatTensor(torch.Tensor(2)) end,
        'torch.FloatTensor: types Float and Double do not match')
  fails(function() torch.FloatTensor(torch.IntStorage(2), 1, 2) end,
        'torch.FloatTensor: types Float and Int do not match')
  fails(function() torch.Tensor{{1, 2}, {3}} end, 'torch.DoubleTensor: the nested table is not ' ..
        'rectangular: 2 elements expected at depth 2, got 1')
end

function suite.conversions()
  local methods = {byte = 'Byte', char = 'Char', short = 'Short', int = 'Int', long = 'Long',
                   half = 'Half', float = 'Float', double = 'Double'}
  for _, from in ipairs(all) do
    local t = torch[from .. 'Tensor']{{1, 2}, {3, 100}}
    for name, dtype in pairs(methods) do
      local converted = t[name](t)
      tester:eq(converted:type(), 'torch.' .. dtype .. 'Tensor')
      tester:eq(converted:totable(), {{1, 2}, {3, 100}})
      tester:eq(rawequal(converted, t), dtype == from)
      tester:eq(t:t():type('torch.' .. dtype .. 'Tensor'):totable(), {{1, 3}, {2, 100}})
    end
    tester:eq(rawequal(t:type(t:type()), t), true)
    tester:eq(t:typeAs(torch.IntTensor()):type(), 'torch.IntTensor')
  end
  tester:eq(torch.Tensor{2.7, -2.7, 300}:int():totable(), {2, -2, 300})
  tester:eq(torch.Tensor{300, -1}:byte():totable(), {44, 255})
  tester:eq(torch.Tensor():float():dim(), 0)
  fails(function() torch.Tensor(1):type('torch.FooTensor') end,
        'torch.type: unknown tensor type torch.FooTensor')
  fails(function() torch.Tensor(1):typeAs(3) end, 'torch.typeAs: tensor expected, got number')
  tester:eq(torch.isTensor(torch.Tensor()), true)
  tester:eq(torch.isStorage(torch.Tensor(1):storage()), true)
  tester:eq(torch.isTensor(torch.Tensor(1):storage()), false)
  tester:eq(torch.type(torch.HalfTensor()), 'torch.HalfTensor')
end

function suite.sizes()
  local t = torch.Tensor(3, 4)
  tester:eq((#t):totable(), {3, 4})
  tester:eq(t:size()[2], 4)
  tester:eq(#t:size(), 2)
  tester:eq({t:size(-1), t:size(nil):totable(), t:stride(nil):totable()}, {4, {3, 4}, {4, 1}})
  tester:eq(t:stride():totable(), {4, 1})
  tester:eq(t:isSize(torch.LongStorage{3, 4}), true)
  tester:eq({t:nElement(), t:numel(), torch.numel(t)}, {12, 12, 12})
  tester:eq(torch.getnumcores() >= 1, true)
  fails(function() t:size(3) end, 'torch.size: dimension 3 is out of range for DoubleTensor 3x4')
end

function suite.reshape_and_repeat()
  local t = counted(2, 3)
  tester:eq(t:t():reshape(6):totable(), {1, 4, 2, 5, 3, 6})
  tester:eq(torch.reshape(t, torch.LongStorage{3, 2}):totable(), {{1, 2}, {3, 4}, {5, 6}})
  local r = torch.Tensor()
  tester:eq(rawequal(r:reshape(t, 6), r), true)
  tester:eq(r:storage() ~= t:storage(), true)
  t:reshape(t, 3, 2)
  tester:eq(t:totable(), {{1, 2}, {3, 4}, {5, 6}})
  fails(function() t:reshape(4) end, 'torch.reshape: sizes 3x2 cannot be viewed as 4')

  local v = torch.Tensor{1, 2}
  tester:eq(v:repeatTensor(2, 2):totable(), {{1, 2, 1, 2}, {1, 2, 1, 2}})
  tester:eq(torch.repeatTensor(counted(2, 2):t(), 1, 2):totable(), {{1, 3, 1, 3}, {2, 4, 2, 4}})
  tester:eq(torch.repeatTensor(v, torch.LongStorage{2, 1, 1}):size():totable(), {2, 1, 2})
  tester:eq(torch.Tensor(1, 1):fill(3):repeatTensor(2, 2):totable(), {{3, 3}, {3, 3}})
  tester:eq(torch.repeatTensor(torch.Tensor(), v, 2):totable(), {1, 2, 1, 2})
  fails(function() torch.Tensor(2, 2):repeatTensor(2) end,
        'torch.repeatTensor: 1 repetition counts do not fit DoubleTensor 2x2')
end

function suite.repeating_into_a_result_with_other_strides()
  local r = torch.Tensor(2, 4):t()
  tester:assert(rawequal(torch.repeatTensor(r, torch.Tensor{{1, 2}}, 4, 1), r))
  tester:eq(r:totable(), {{1, 2}, {1, 2}, {1, 2}, {1, 2}})
  tester:eq(r:stride():totable(), {1, 4})
end

function suite.views()
  local t = counted(2, 3)
  tester:eq(t:sub(-1, -1, 2, 3):totable(), {{5, 6}})
  tester:eq(t:view(3, -1):totable(), {{1, 2}, {3, 4}, {5, 6}})
  tester:eq(torch.viewAs(t, torch.Tensor(6)):totable(), {1, 2, 3, 4, 5, 6})
  tester:eq(torch.expand(torch.Tensor(2, 1):fill(5), 2, 2):totable(), {{5, 5}, {5, 5}})
  tester:eq(torch.Tensor(1, 2):fill(1):expandAs(t:t()):size():totable(), {3, 2})
  tester:eq(t:permute(2, 1):totable(), t:t():totable())
  local view = torch.Tensor()
  view:view(t, 6)
  view[1] = 100
  tester:eq(t[1][1], 100)
  fails(function() t:t():view(6) end,
        'torch.view: a contiguous tensor is needed, got DoubleTensor 3x2 with other strides')
end

function suite.squeeze()
  local t = torch.range(1, 2):view(1, 2, 1)
  tester:eq(t:squeeze():size():totable(), {2})
  tester:eq(t:squeeze(1):size():totable(), {2, 1})
  tester:eq(torch.squeeze(t, 2):size():totable(), {1, 2, 1})
  local r = torch.Tensor()
  tester:assert(rawequal(torch.squeeze(r, t), r))
  tester:eq(r:size():totable(), {2})
  tester:assert(rawequal(r:squeeze(t, 3), r))
  tester:eq(r:size():totable(), {1, 2})
  -- one element is a number, unless another dimension was there
  local one = torch.Tensor(1, 1):fill(5)
  tester:eq(one:squeeze(), 5)
  tester:eq(torch.squeeze(r, one), 5)
  tester:eq(r:totable(), {5})
  tester:eq(r:squeeze(1), 5)
  tester:eq(one:squeeze(1):totable(), {5})
end

function suite.same_storage_and_layout()
  local t = torch.Tensor(3, 4)
  tester:assert(t:isSetTo(torch.Tensor(t)))
  tester:assert(not t:isSetTo(t:t()))
  tester:assert(not t:isSetTo(torch.Tensor(3, 4)))
  tester:assert(not torch.Tensor():isSetTo(torch.Tensor()))
end

function suite.split_and_chunk()
  local t = counted(3, 4)
  local function sizes(list)
    local found = {}
    for i, part in ipairs(list) do found[i] = part:size():totable() end
    return found
  end
  tester:eq(sizes(t:split(2)), {{2, 4}, {1, 4}})
  tester:eq(sizes(torch.split(t, 3, 2)), {{3, 3}, {3, 1}})
  tester:eq(sizes(t:chunk(2, 2)), {{3, 2}, {3, 2}})
  local list = {'old', 'old', 'old', key = 1}
  tester:eq(torch.chunk(list, t, 2) == list, true)
  tester:eq(#list, 2)
  tester:eq(list.key, nil)
  t:split(1)[2]:fill(0)
  tester:eq(t[2]:totable(), {0, 0, 0, 0})
  fails(function() t:split(0) end, 'torch.split: a count of at least 1 expected, got 0')
end

function suite.pointers()
  local ffi = require 'ffi'
  local t = torch.FloatTensor{{1, 2}, {3, 4}}
  tester:eq(torch.data(t[2])[0], 3)
  t:data()[3] = 9
  tester:eq(t[2][2], 9)
  tester:eq(torch.data(torch.FloatTensor()), nil)
  tester:eq(torch.data(nil), nil)
  local address = tonumber(torch.data(t, true))
  tester:eq(torch.FloatStorage(4, address)[4], 9)
  tester:eq(tonumber(ffi.cast('intptr_t', t:storage():data())), address)
  local head = t:t():narrow(1, 2, 1):cdata()
  tester:eq({head.nDimension, tonumber(head.size[1]), tonumber(head.stride[0]),
             tonumber(head.storageOffset), tonumber(head.storage.size)}, {2, 2, 1, 1, 4})
  -- elements have their type there, as in Torch7's C structs
  local doubles, s = torch.Tensor{5, 6}:cdata(), torch.LongStorage{7, 8}
  tester:eq({doubles.storage.data[1], tonumber(s:cdata().data[1])}, {6, 8})
  tester:eq(s:cdata().refcount, 1)
  -- The types have Torch7's names, to cast to and to declare functions with.
  local ints = torch.IntTensor{3, 4}
  local seen = ffi.cast('THIntTensor *', torch.pointer(ints))
  tester:eq({seen.nDimension, seen.storage.data[1]}, {1, 4})
  tester:assert(ffi.istype('THLongStorage *', s:cdata()), 'type of cdata')
  ffi.cdef 'void tensor_test_only(THHalfTensor *a, const THByteStorage *b);'
  tester:eq(tonumber(torch.cdata(s, true)), tonumber(ffi.cast('intptr_t', s:cdata())))
  tester:eq(torch.pointer(t:storage()), torch.pointer(t:t():storage()))
  tester:eq(torch.pointer(t) ~= torch.pointer(t:t()), true)
  tester:eq(torch.isequal(t:storage(), t:storage()), true)
  tester:eq(torch.pointer({}) ~= torch.pointer({}), true)
  tester:eq(torch.pointer(t:data()), address)
  fails(function() torch.pointer(3) end, 'torch.pointer: a number has no address')
end

function suite.retain_and_free()
  local t = torch.Tensor(3)
  t:retain()
  t:free()
  fails(function() t:free() end, 'torch.free: the tensor was not retained')
end

-- a tensor's type must fit what it views
function suite.set()
  local t = torch.FloatTensor()
  t:set(torch.FloatStorage{1, 2, 3, 4}, 2, 3)
  tester:eq(t:totable(), {2, 3, 4})
  t:set(torch.FloatTensor{{5, 6}})
  tester:eq(t:totable(), {{5, 6}})
  t:set()
  tester:eq(t:dim(), 0)
  fails(function() t:set(torch.IntTensor(2)) end,
        'torch.set: types Float and Int do not match')
end

function suite.strides_of_a_new_tensor()
  local sizes = torch.LongStorage{2, 3}
  tester:eq(torch.Tensor(sizes, torch.LongStorage{-1, 2}):stride():totable(), {6, 2})
  tester:eq(torch.Tensor(sizes, torch.LongStorage{1, -1}):stride():totable(), {1, 1})
  tester:eq(torch.Tensor():set(torch.Storage(20), 2, 2, -1, 3, 4):stride():totable(), {12, 4})
  fails(function() torch.Tensor(sizes, torch.LongStorage{1}) end,
        'torch.DoubleTensor: 2 sizes and 1 strides do not match')
  fails(function() torch.Tensor():resize(sizes, torch.LongStorage{1, 2, 3}) end,
        'torch.resize: 2 sizes and 3 strides do not match')
  fails(function() torch.Tensor():set(torch.Storage(9), 1, sizes, torch.LongStorage{1}) end,
        'torch.set: 2 sizes and 1 strides do not match')
end

tester:add(suite)
tester:run()
