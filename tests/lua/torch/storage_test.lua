-- SPDX-License-Identifier: BSD-3-Clause
-- Storages: constructors, methods, parts of other storages, files mapped to memory.

local torch = require 'torch'
local error_of = require('support.checks').error_of

local tester = torch.Tester()
local suite = torch.TestSuite()

local function fails(f, text) tester:eq(error_of(f), text) end

function suite.methods()
  local s = torch.IntStorage{1, 2, 3}
  tester:eq(#s, 3)
  tester:eq(s:size(), 3)
  tester:eq(s:totable(), {1, 2, 3})
  tester:eq(s:elementSize(), 4)
  tester:eq({torch.ByteStorage.elementSize(), torch.LongTensor.elementSize()}, {1, 8})
  tester:eq(torch.FloatStorage(3):copy(s):totable(), {1, 2, 3})
  tester:eq(s:fill(7):totable(), {7, 7, 7})
  s:resize(5)
  tester:eq({#s, s[1], s[3]}, {5, 7, 7})
  tester:eq(torch.DoubleStorage():totable(), {})
  tester:eq(torch.DoubleStorage{}:size(), 0)
  tester:eq(torch.Storage(2):fill(1).new(4):size(), 4)
  tester:eq(torch.totable(torch.HalfStorage{0.5, 1}), {0.5, 1})
  fails(function() s:copy(torch.IntStorage(4)) end, 'torch.Storage.copy: sizes 5 and 4 do not match')
  fails(function() torch.IntStorage{1, 'x'} end,
        'torch.IntStorage: the table must hold numbers, element 2 is a string')
  fails(function() torch.IntStorage(-1) end,
        'torch.IntStorage: a storage of -1 elements is not possible')
  fails(function() torch.DoubleStorage(2 ^ 61) end,
        'torch.DoubleStorage: a storage of 2305843009213693952 elements is not possible')
end

function suite.strings()
  local s = torch.CharStorage():string('hello')
  tester:eq(s:totable(), {104, 101, 108, 108, 111})
  tester:eq(s:string(), 'hello')
  tester:eq(torch.ByteStorage():string('\0\255'):totable(), {0, 255})
  tester:eq(s:string(''):size(), 0)
  fails(function() torch.IntStorage(1):string() end,
        'torch.Storage.string: a CharStorage or ByteStorage is needed, got a IntStorage')
end

function suite.parts()
  local s = torch.DoubleStorage(6):fill(0)
  local part = torch.DoubleStorage(s, 2, 3)
  part:fill(1)
  tester:eq(s:totable(), {0, 1, 1, 1, 0, 0})
  tester:eq(#torch.DoubleStorage(s, 5), 2)
  tester:eq(#torch.DoubleStorage(s), 6)
  fails(function() s:resize(100) end, 'torch.Storage.resize: the storage is viewed by another ' ..
        'one and cannot grow from 6 to 100 elements')
  fails(function() part:resize(1) end, "torch.Storage.resize: the storage's memory belongs to " ..
        'another owner and cannot be resized')
  fails(function() torch.DoubleStorage(s, 7) end,
        'torch.DoubleStorage: offset 7 is out of range 1 to 6')
  fails(function() torch.DoubleStorage(s, 5, 3) end, 'torch.DoubleStorage: size 3 from offset 5 ' ..
        'is out of range for a storage of 6 elements')
  fails(function() torch.FloatStorage(s) end,
        'torch.FloatStorage: types Float and Double do not match')
  s = nil -- luacheck: ignore 311
  collectgarbage()
  collectgarbage()
  tester:eq(part:totable(), {1, 1, 1})
end

function suite.growing_again_after_the_parts_are_gone()
  local s = torch.DoubleStorage(2):fill(3)
  local part = torch.DoubleStorage(s, 1, 1)
  tester:eq(part[1], 3)
  part = nil -- luacheck: ignore 311
  collectgarbage()
  collectgarbage()
  tester:eq(#s:resize(1000), 1000)
  tester:eq(s[2], 3)
end

function suite.mapped_files()
  local path = os.tmpname()
  local file = assert(io.open(path, 'w'))
  file:write('Hello World\n')
  file:close()
  local s = torch.CharStorage(path)
  tester:eq(s:string(), 'Hello World\n')
  s:fill(42)
  s = torch.CharStorage(path, true)
  tester:eq(s:string(), 'Hello World\n')
  s[1] = 74
  tester:eq(torch.CharStorage(path, false, 5):string(), 'Jello')
  local ints = torch.IntStorage(path, true, 100)
  ints[100] = 7
  tester:eq(#torch.IntStorage(path), 100)
  tester:eq(torch.IntTensor(torch.IntStorage(path), 100, 1)[1], 7)
  fails(function() torch.IntStorage(path, false, 101) end, "torch.IntStorage: file '" .. path ..
        "' has 400 bytes, too few for 101 Int elements")
  os.remove(path)
  fails(function() torch.CharStorage(path) end, "torch.CharStorage: cannot open '" .. path ..
        "': No such file or directory")
  io.open(path, 'w'):close()
  fails(function() torch.CharStorage(path) end, "torch.CharStorage: file '" .. path ..
        "' of 0 bytes holds no Char element and no size is given")
  os.remove(path)
end

local function shared_memory_exists(name)
  local file = io.open('/dev/shm/' .. name)
  if file then file:close() end
  return file ~= nil
end

-- The name of shared memory is there as long as a storage over it.
function suite.shared_memory()
  local name = 'tocha-test-' .. os.tmpname():match('[^/]*$')
  local s = torch.FloatStorage(name, true, 10, true)
  tester:eq(#s, 10)
  tester:assert(shared_memory_exists(name))
  s:fill(0)
  s[10] = 5
  local same = torch.FloatStorage(name, true, 0, true)
  tester:eq({#same, same[10]}, {10, 5})
  local by_path = torch.FloatStorage('/dev/shm/' .. name, true, 10)
  by_path[1] = 7
  tester:eq({s[1], same[1]}, {7, 7})
  same = nil -- luacheck: ignore 311
  collectgarbage()
  collectgarbage()
  tester:assert(not shared_memory_exists(name), 'the first storage that goes takes the name along')
  tester:eq({s[1], by_path[10]}, {7, 5})
  -- without sharing, the name is that of a file
  fails(function() torch.FloatStorage(name, false, 10, true) end, "torch.FloatStorage: cannot open '" ..
        name .. "': No such file or directory")
end

-- They are written to files as plain storages.
function suite.mapped_storages_in_files()
  local path = os.tmpname()
  local s = torch.IntStorage(path, true, 3)
  s[1], s[2], s[3] = 1, 2, 3
  local copy = torch.deserialize(torch.serialize(s))
  copy[1] = 9
  tester:eq({torch.typename(copy), copy[2], s[1]}, {'torch.IntStorage', 2, 1})
  copy:resize(5)  -- memory of its own
  os.remove(path)
end

function suite.retain_and_free()
  local s = torch.ByteStorage(3)
  s:retain()
  s:free()
  fails(function() s:free() end, 'torch.Storage.free: the storage was not retained')
end

tester:add(suite)
tester:run()
