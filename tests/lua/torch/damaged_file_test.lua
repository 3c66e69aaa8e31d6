-- SPDX-License-Identifier: BSD-3-Clause
-- Files that are damaged or made to do harm: whatever the bytes are, loading ends with an object or
-- with one clear error, and takes no memory out of proportion.

local torch = require 'torch'
local memory = require('tocha').memory

local tester = torch.Tester()
local suite = torch.TestSuite()

local Point = torch.class('test_damaged.Point', {})
function Point:__init() self.x = torch.ShortTensor {1, 2} end

local function sample()
  local point = torch.factory('test_damaged.Point')()
  point:__init()
  local t = torch.FloatTensor(2, 3):fill(1)
  return {
    'text', 3.5, true, false, nested = {t, t:narrow(1, 2, 1)}, point = point, empty = torch.IntTensor(),
    list = torch.LongStorage {1, 2}, f = function() return t end,
  }
end

local kMost = 64 * 2 ^ 20  -- bytes of tensors, or of Lua's, that small files may take

-- Loads and tells whether that ended well: an object, or an error in our grammar.
local function survives(text, mode)
  local ok, err = pcall(torch.deserialize, text, mode, {unknown = 'keep'})
  local _, _, peak = memory()
  if peak > kMost or collectgarbage('count') > kMost / 1024 then return false, 'too much memory' end
  if ok then return true end
  if type(err) ~= 'string' or not err:find('torch%.deserialize: .') or #err > 600 then
    return false, 'error: ' .. tostring(err)
  end
  return true
end

local function each_damage(text, mode, check)
  local wrong = {}
  for i = 1, #text do
    local byte = text:byte(i)
    for _, other in ipairs {255 - byte, (byte + 1) % 256, (byte + 128) % 256, 0} do
      local ok, why = survives(text:sub(1, i - 1) .. string.char(other) .. text:sub(i + 1), mode)
      if not ok then wrong[#wrong + 1] = ('byte %d to %d: %s'):format(i, other, why) end
    end
    local ok, why = survives(text:sub(1, i - 1), mode)
    if not ok then wrong[#wrong + 1] = ('cut after %d: %s'):format(i - 1, why) end
    check(i)
  end
  tester:eq(table.concat(wrong, '\n', 1, math.min(#wrong, 5)), '', mode)
end

function suite.every_byte_changed_and_every_length()
  for _, mode in ipairs {'binary', 'ascii'} do
    local text = torch.serialize(sample(), mode)
    each_damage(text, mode, function(i)
      if i < #text and mode == 'binary' then
        -- Nothing that is cut short passes for whole.
        local ok = pcall(torch.deserialize, text:sub(1, i), mode)
        tester:assert(not ok, 'cut after ' .. i .. ' loads')
      end
    end)
  end
end

local function fails(pattern, text)
  tester:assertErrorPattern(function() torch.deserialize(text, 'ascii') end,
    'torch%.deserialize: memory file: ' .. pattern)
end

local function tensor_text(layout)
  return '4\n1\n3\nV 1\n18\ntorch.DoubleTensor\n' .. layout ..
         '4\n2\n3\nV 1\n19\ntorch.DoubleStorage\n2\n1 2\n'
end

function suite.counts_that_lie()
  fails('read 1 of 2000000000 bytes: end of file', '2\n2000000000\nx')
  fails('a number of elements cannot be %-1', '2\n-1\n')
  fails('a table of %-5 fields', '3\n1\n-5\n')
  fails('read 0 of 1 Int numbers: end of file', '3\n1\n2000000000\n1\n1\n1\n1\n')
  fails('read 2 of 1000000000000000 Double numbers: end of file',
    '4\n1\n3\nV 1\n19\ntorch.DoubleStorage\n1000000000000000\n1 2')
  fails('a tensor of 1000 dimensions; at most 16', tensor_text '1000\n')
  fails('a tensor of sizes 2x3, strides 3x1 and offset 1 does not fit in a storage of 2',
    tensor_text '2\n2 3\n3 1\n1\n')
  fails('a tensor of sizes 1, strides 1 and offset 3 does not fit', tensor_text '1\n1\n1\n3\n')
  fails('a tensor of sizes %-1, ', tensor_text '1\n-1\n1\n1\n')
  fails('a tensor of sizes 2, strides %-1 and', tensor_text '1\n2\n-1\n2\n')
  fails('a tensor of sizes 3, strides 9223372036854775807 and', tensor_text '1\n3\n9223372036854775807\n1\n')
  fails('a tensor of offset 9223372036854775807', tensor_text '1\n1\n1\n9223372036854775807\n')
  local fine = torch.deserialize(tensor_text '2\n1 2\n2 1\n1\n', 'ascii')
  tester:eq(fine:size():totable(), {1, 2})
end

function suite.contents_that_make_no_sense()
  fails('a value of the unknown kind 9; the file is damaged, or written in another mode than ascii', '9\n')
  fails('a field without a name', '3\n1\n1\n0\n1\n1\n')
  fails('a field without a name', '3\n1\n1\n1\nnan\n1\n1\n')
  fails('a DoubleTensor over a FloatStorage',
    '4\n1\n3\nV 1\n18\ntorch.DoubleTensor\n1\n1\n1\n1\n4\n2\n3\nV 1\n18\ntorch.FloatStorage\n1\n1\n')
  fails('unknown Torch class <no%?such.class>;', '4\n1\n3\nV 1\n13\nno\001such.class\n3\n2\n0\n')
  fails('unknown Torch class <os.execute>;', '4\n1\n3\nV 1\n10\nos.execute\n3\n2\n0\n')
  fails('class <test_damaged.Point> has a file format of its own',
    '4\n1\n3\nV 1\n18\ntest_damaged.Point\n1\n5\n')
  fails('a function without upvalues', '8\n1\n1\nx\n1\n1\n')
  local reference = torch.deserialize('3\n1\n1\n1\n1\n4\n1\n', 'ascii')
  tester:assert(rawequal(reference[1], reference))
end

function suite.the_other_mode()
  tester:assertErrorPattern(function() torch.deserialize(torch.serialize({1}, 'ascii')) end,
    'torch%.deserialize: memory file: a value of the unknown kind %d+; .* than binary')
  tester:assertErrorPattern(function() torch.deserialize(torch.serialize({1}), 'ascii') end,
    "torch%.deserialize: memory file: read 0 of 1 Int numbers: '.*' is no Int")
end

function suite.names_of_any_length_make_short_errors()
  local long = ('x'):rep(100000)
  local ok, err = pcall(torch.deserialize, '4\n1\n3\nV 1\n100000\n' .. long .. '\n3\n2\n0\n', 'ascii')
  tester:assert(not ok and #err < 400)
end

tester:add(suite):run()
