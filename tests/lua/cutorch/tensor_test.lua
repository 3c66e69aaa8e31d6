-- SPDX-License-Identifier: BSD-3-Clause
-- Tensors on GPUs as scripts see them. Runs twice: on a GPU (skipped where there is none), and
-- everywhere on two devices that pose as GPUs (TOCHA_CUDA_LIBRARY).

local torch = require 'torch'
local usable, cutorch = pcall(require, 'cutorch')
if not usable then
  print('SKIPPED: ' .. cutorch)
  os.exit(77)
end

local tester = torch.Tester()
local suite = torch.TestSuite()

local function numbers(t)
  local result = {}
  local host = t:double()
  for i = 1, host:nElement() do result[i] = host:view(-1)[i] end
  return result
end

function suite.types()
  tester:eq(torch.CudaTensor():type(), 'torch.CudaTensor')
  tester:eq(torch.typename(torch.CudaTensor(2):storage()), 'torch.CudaStorage')
  for _, name in ipairs {'Byte', 'Char', 'Short', 'Int', 'Long', 'Half', 'Double'} do
    local class = 'torch.Cuda' .. name .. 'Tensor'
    local t = torch['Cuda' .. name .. 'Tensor'](2, 3):fill(5)
    tester:eq(torch.typename(t), class)
    tester:eq(numbers(t), {5, 5, 5, 5, 5, 5})
    tester:eq(torch.typename(torch.FloatTensor(2):fill(1)['cuda' .. name](torch.FloatTensor(2))), class)
  end
end

function suite.comparisons_and_bits()
  local a = torch.FloatTensor{1, 2, 3}:cuda()
  tester:eq(torch.typename(a:gt(1)), 'torch.CudaByteTensor')
  tester:eq(numbers(a:gt(1)), {0, 1, 1})
  tester:eq(numbers(torch.le(a, torch.FloatTensor{0, 2, 4}:cuda())), {0, 1, 1})
  tester:eq(numbers(a:int():cudaInt():lshift(2)), {4, 8, 12})
end

function suite.there_and_back()
  local host = torch.FloatTensor{{1, 2, 3}, {4, 5, 6}}
  local there = host:cuda()
  tester:eq(torch.typename(there), 'torch.CudaTensor')
  tester:eq(numbers(there), {1, 2, 3, 4, 5, 6})
  tester:eq(torch.typename(there:float()), 'torch.FloatTensor')
  tester:eq(torch.typename(there:byte()), 'torch.ByteTensor')
  tester:assert(there:cuda() == there)
  tester:eq(numbers(there:t()), {1, 4, 2, 5, 3, 6})
  tester:eq(numbers(host:t():cuda()), {1, 4, 2, 5, 3, 6})
  tester:eq(numbers(torch.DoubleTensor(2, 3):copy(there)), {1, 2, 3, 4, 5, 6})
  tester:eq(numbers(torch.CudaTensor(3, 2):copy(host:t())), {1, 4, 2, 5, 3, 6})
  tester:eq(numbers(torch.CudaTensor{1, 2}), {1, 2})
end

function suite.arithmetic()
  local a, b = torch.FloatTensor{1, 2, 3}:cuda(), torch.FloatTensor{10, 20, 30}:cuda()
  tester:eq(numbers(torch.add(a, 2, b)), {21, 42, 63})
  tester:eq(torch.typename(torch.add(a, 2, b)), 'torch.CudaTensor')
  tester:eq(numbers(a:clone():cmul(b):div(2)), {5, 20, 45})
  tester:eq(numbers(torch.cdiv(b, a)), {10, 10, 10})
  local wide = torch.CudaTensor(3, 4):zero()
  wide:select(2, 2):copy(a)
  wide:select(2, 3):add(1)
  tester:eq(numbers(wide), {0, 1, 1, 0, 0, 2, 1, 0, 0, 3, 1, 0})
end

function suite.elements()
  local t = torch.CudaTensor{1, 2, 3}
  tester:eq(t[2], 2)
  t[2] = 7
  tester:eq(numbers(t), {1, 7, 3})
  tester:eq(t:storage()[3], 3)
  local m = torch.CudaTensor(2, 2):fill(1)
  m[1] = 4
  tester:eq(m[{1, 2}], 4)
  tester:eq(numbers(m[{{}, 1}]), {4, 1})
end

function suite.files()
  local t = torch.CudaTensor{1, 2, 3}
  for _, mode in ipairs {'binary', 'ascii'} do
    local copy = torch.deserialize(torch.serialize({t, t:narrow(1, 2, 2), torch.CudaTensor()}, mode), mode)
    tester:eq(torch.typename(copy[1]), 'torch.CudaTensor')
    tester:eq({numbers(copy[1]), numbers(copy[2]), copy[3]:nElement()}, {{1, 2, 3}, {2, 3}, 0})
    copy[1][2] = 7
    tester:eq(numbers(copy[2]), {7, 3})
  end
end

function suite.errors()
  local t = torch.CudaTensor(2)
  tester:assertErrorPattern(function() t:add(1, torch.FloatTensor(2)) end,
    'torch%.add: types CudaFloat and Float do not match')
  local count = cutorch.getDeviceCount()
  tester:assertErrorPattern(function() cutorch.setDevice(count + 1) end,
    'cutorch%.setDevice: device ' .. count + 1 .. ' is out of range 1 to ' .. count)
  tester:assertErrorPattern(function() cutorch.getMemoryUsage(0) end,
    'cutorch%.getMemoryUsage: device 0 is out of range')
  tester:assertErrorPattern(function() torch.CudaTensor(2 ^ 50) end, 'out of memory')
  tester:eq(numbers(torch.CudaTensor(2):fill(1)), {1, 1})
end

function suite.devices()
  tester:assertge(cutorch.getDeviceCount(), 1)
  tester:eq(cutorch.getDevice(), 1)
  cutorch.setDevice(1)
  local free, total = cutorch.getMemoryUsage()
  tester:assert(free > 0 and free <= total)
  local before = cutorch.getMemoryStatistics(1).live
  local t = torch.CudaByteTensor(2 ^ 20)
  tester:assertge(cutorch.getMemoryStatistics().live - before, 2 ^ 20)
  t:zero()
  cutorch.synchronize()
  cutorch.synchronizeAll()
  cutorch.releaseMemory()
  local properties = cutorch.getDeviceProperties(1)
  tester:eq(type(properties.name), 'string')
  tester:assertge(properties.major, 7)
end

function suite.several_devices()
  if cutorch.getDeviceCount() < 2 then return end
  local first = torch.CudaTensor{1, 2}
  local second = cutorch.withDevice(2, function()
    tester:eq(cutorch.getDevice(), 2)
    return torch.CudaTensor(2):fill(10)
  end)
  tester:eq({first:getDevice(), second:getDevice(), torch.CudaTensor():getDevice()}, {1, 2, 0})
  tester:eq(cutorch.getDevice(), 1)
  tester:assertErrorPattern(function() first:add(second) end,
    'torch%.add: tensors are on different devices: cuda:0 and cuda:1')
  tester:eq(numbers(first:add(torch.CudaTensor(2):copy(second))), {11, 12})
  tester:eq(pcall(cutorch.withDevice, 2, error, 'no'), false)
  tester:eq(cutorch.getDevice(), 1)
end

tester:add(suite):run()
