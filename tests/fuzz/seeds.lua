-- SPDX-License-Identifier: BSD-3-Clause
-- seeds.lua GOLDEN FOLDER: small valid inputs for each target, in FOLDER/<target>/. From them the fuzzers
-- find the way to what is behind the first checks.

local torch = require 'torch'
require 'nn'
require 'nngraph'
local paths = require 'paths'

local golden, folder = arg[1], arg[2]

local function write(target, name, bytes)
  paths.mkdir(paths.concat(folder, target))
  local file = assert(io.open(paths.concat(folder, target, name), 'wb'))
  file:write(bytes)
  assert(file:close())
end

local function write_t7(name, value)
  for _, mode in ipairs {'binary', 'ascii', 'b32'} do
    local bytes = torch.serialize(value, mode)
    write('t7', name .. '.' .. mode, bytes)
    write('t7_lua', name .. '.' .. mode, bytes)
  end
end

paths.mkdir(folder)
torch.manualSeed(1)

-- Values of every kind, and those recorded from Torch7.
local itself = {1, 'two', [3.5] = true}
itself.itself = itself
write_t7('table', {itself, itself, {}, false, -0.5})
write_t7('function', function() return itself end)
for _, kind in ipairs {'Byte', 'Char', 'Short', 'Int', 'Long', 'Half', 'Float', 'Double'} do
  local tensor = torch[kind .. 'Tensor'] {{1, 2, 3}, {4, 5, 6}}
  write_t7(kind, {tensor, tensor:t(), tensor:storage(), torch[kind .. 'Tensor']()})
end
write_t7('module', nn.Sequential():add(nn.Linear(2, 1)):add(nn.Tanh()))
for _, form in ipairs {'binary', 'ascii'} do
  local file = assert(io.open(paths.concat(golden, 'values_' .. form .. '.t7'), 'rb'))
  local bytes = file:read('*a')
  file:close()
  write('t7', 'recorded.' .. form, bytes)
  write('t7_lua', 'recorded.' .. form, bytes)
end

-- Every recorded layer and criterion with its input, the smallest of each class.
local function write_cases(file, field, second)
  local smallest = {}
  for _, case in ipairs(torch.load(paths.concat(golden, file))) do
    local bytes = torch.serialize({module = case[field], input = case.input, gradOutput = case[second]})
    local class = torch.type(case[field])
    if not smallest[class] or #bytes < #smallest[class] then smallest[class] = bytes end
  end
  for class, bytes in pairs(smallest) do write('model', class, bytes) end
end
write_cases('layers.t7', 'module', 'gradOutput')
write_cases('criterions.t7', 'criterion', 'target')
write('model', 'plain', torch.serialize(nn.Sequential():add(nn.Linear(3, 2)):add(nn.LogSoftMax())))
local x = nn.Identity()()
local both = nn.CAddTable()({nn.Linear(3, 2)(x), nn.Tanh()(nn.Linear(3, 2)(x))})
write('model', 'graph', torch.serialize {
  module = nn.gModule({x}, {both}), input = torch.ones(2, 3), gradOutput = torch.ones(2, 2)})
itself = nn.Sequential():add(nn.Identity())
itself:add(itself)
write('model', 'itself', torch.serialize(itself))

-- IDX: two bytes 0, the type, the number of dimensions, the sizes, the elements.
local function idx(kind, size)
  return '\0\0' .. string.char(kind, 2) .. '\0\0\0\2\0\0\0\3' .. ('\1'):rep(6 * size)
end
for kind, size in pairs {[0x08] = 1, [0x09] = 1, [0x0B] = 2, [0x0C] = 4, [0x0D] = 4, [0x0E] = 8} do
  write('idx', ('type%02x'):format(kind), idx(kind, size))
end
-- The first of them compressed, without a library: a gzip header, one stored block, checksum and size.
local function int32(value)
  local bytes = {}
  for i = 0, 3 do bytes[i + 1] = string.char(bit.band(bit.rshift(value, 8 * i), 255)) end
  return table.concat(bytes)
end
local function crc32(text)
  local crc = -1
  for i = 1, #text do
    crc = bit.bxor(crc, text:byte(i))
    for _ = 1, 8 do
      crc = bit.bxor(bit.rshift(crc, 1), bit.band(crc, 1) == 1 and 0xEDB88320 or 0)
    end
  end
  return bit.bnot(crc)
end
local plain = idx(0x08, 1)
write('idx', 'gzip', '\31\139\8\0\0\0\0\0\0\3\1' .. string.char(#plain, 0, 255 - #plain, 255) .. plain ..
                     int32(crc32(plain)) .. int32(#plain))

-- Calls of tocha.h: a byte for the function, then its arguments (c_interface.cpp).
write('c_interface', 'new', '\0\7\2\3\4\1')                         -- a 3x4 float tensor in slot 1
write('c_interface', 'views', '\0\7\2\3\4\1\4\1\0\1\2\2\5\1\1\1\3\6\1\0\1\4\7\1\2\4\3\5')
write('c_interface', 'operators',
      '\0\7\2\3\4\1\8\1\2\12\1\1\2\0\0\0\0\0\0\240\63\13\2\1\1\15\2\1\0\0\0\0\0\0\0\64')
write('c_interface', 'convert', '\0\7\2\3\4\1\9\1\8\2\10\2\1\9\1\0\3\3\3\1')
write('c_interface', 'call', '\0\7\2\3\4\1\18\1\1\1\1\1\2\3\18\2\1\1\1\2\1\4\5')
