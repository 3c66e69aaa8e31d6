-- SPDX-License-Identifier: BSD-3-Clause
-- nn.GPU: without GPUs, and on two devices that pose as such (TOCHA_CUDA_LIBRARY).

local torch = require 'torch'
require 'nn'
local has_gpus, cutorch = pcall(require, 'cutorch')
local devices = has_gpus and cutorch.getDeviceCount() or 0

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
local support = dofile(folder .. '/support.lua')

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

function suite.on_the_cpu()
  local function make() return nn.GPU(nn.Linear(4, 3), 1) end
  support.check_layer(tester, 'GPU', make, input(5, 4))
  support.check_layer(tester, 'GPU of a table', function()
    return nn.GPU(nn.ParallelTable():add(nn.Linear(4, 3)):add(nn.Tanh()), 2, 1)
  end, {input(5, 4), input(2)})
  local m = make()
  tester:eq(m:type(), 'torch.DoubleTensor')
  tester:eq(m:float():type(), 'torch.FloatTensor')
  tester:eq(tostring(m), 'nn.GPU(1) @ nn.Linear(4 -> 3)')
  tester:eq({m.device, m.outdevice, nn.GPU(m, 1, 2).outdevice}, {1, 1, 2})
  m:double()
  local x, before = input(5, 4), m:get(1).weight:clone()
  m:zeroGradParameters()
  m:backward(x, m:forward(x))
  local expected = before - m:get(1).gradWeight * 0.1
  m:accUpdateGradParameters(x, m.output, 0.1)
  tester:assert(support.difference(m:get(1).weight, expected) < 1e-12)
end

-- A file of a machine with GPUs where there are none.
function suite.files()
  local m = nn.GPU(nn.Linear(2, 2), 2)
  local text = torch.serialize(m, 'ascii')
  for _, kind in ipairs {'Tensor', 'Storage'} do
    local name = 'torch.CudaDouble' .. kind
    text = text:gsub('%d+\ntorch%.Double' .. kind, #name .. '\n' .. name)
  end
  if has_gpus then return end
  local copy = torch.deserialize(text, 'ascii')
  tester:eq({copy:type(), copy:get(1):type()}, {'torch.DoubleTensor', 'torch.DoubleTensor'})
  local x = input(3, 2)
  tester:assert(support.difference(copy:forward(x), m:forward(x)) < 1e-12)
end

function suite.errors()
  fails('nn.GPU: module must be a module, got 5', function() nn.GPU(5, 1) end)
  fails('nn.GPU: device must be a number, got nil', function() nn.GPU(nn.Tanh()) end)
  fails('nn.GPU: argument 3 must be the number of a device, got 0', function() nn.GPU(nn.Tanh(), 1, 0) end)
  local m = nn.GPU(nn.Linear(4, 3), 1)
  fails('nn.GPU%[1%].nn.Linear: size mismatch: input has 3 features, expected 4',
        function() m:forward(input(2, 3)) end)
  if not has_gpus then
    fails("nn.GPU.type: there is no tensor type torch.CudaTensor: require 'cutorch' comes first",
          function() m:cuda() end)
    tester:eq(m:type(), 'torch.DoubleTensor')
  end
end

-- y = weight x of elements, written with what devices that pose as GPUs can do.
local Times, parent = torch.class('nn.Times', 'nn.Module')

function Times:__init(...)
  parent.__init(self)
  self.weight = input(...)
  self.gradWeight = torch.Tensor(...):zero()
end

function Times:updateOutput(x)
  return torch.cmul(self.output, x, self.weight)
end

function Times:updateGradInput(_, gradOutput)
  return torch.cmul(self.gradInput, gradOutput, self.weight)
end

function Times:accGradParameters(x, gradOutput, scale)
  self.gradWeight:add(scale or 1, torch.cmul(x, gradOutput))
end

if devices >= 2 then
  local kType = 'torch.CudaDoubleTensor'

  function suite.on_its_device()
    local plain = nn.Times(5, 4)
    local m = nn.GPU(plain:clone(), 2, 1):type(kType)
    local child = m:get(1)
    tester:eq({m:type(), child.weight:getDevice(), child.gradWeight:getDevice()}, {kType, 2, 2})
    tester:eq(torch.CudaDoubleTensor():getDevice(), 0)
    local x, g = input(5, 4), input(5, 4)
    local there = x:type(kType)
    for _ = 1, 3 do
      plain:zeroGradParameters()
      m:zeroGradParameters()
      local y = m:forward(there)
      local gradInput = m:backward(there, g:type(kType))
      tester:eq({y:getDevice(), gradInput:getDevice(), there:getDevice()}, {1, 1, 1})
      tester:assert(support.difference(y, plain:forward(x)) < 1e-12)
      tester:assert(support.difference(gradInput, plain:backward(x, g)) < 1e-12)
      tester:assert(support.difference(child.gradWeight, plain.gradWeight) < 1e-12)
    end
    -- an input that is there already is not copied, nor written by the next one that is not
    local near = cutorch.withDevice(2, function() return x:type(kType) end)
    m:forward(near)
    tester:assert(rawequal(m._input, near))
    m:forward(there * 2)
    tester:assert(support.difference(near, x) == 0)
    tester:eq(cutorch.getDevice(), 1)
    m:setDevice(1)
    tester:eq({child.weight:getDevice(), child.gradWeight:getDevice()}, {1, 1})
    tester:assert(support.difference(m:forward(there), plain:forward(x)) < 1e-12)
    tester:eq(torch.type(m:clearState():double():get(1).weight), 'torch.DoubleTensor')
  end

  function suite.tables_over_devices()
    local m = nn.GPU(nn.ParallelTable():add(nn.Times(3)):add(nn.Times(2)), 1)
    local plain = m:get(1):clone()
    m:type(kType)
    local a, b = input(3), input(2)
    local x = {a:type(kType), cutorch.withDevice(2, function() return b:type(kType) end)}
    local y = m:forward(x)
    local gradInput = m:backward(x, y)
    tester:eq({y[1]:getDevice(), y[2]:getDevice()}, {1, 1})
    tester:eq({gradInput[1]:getDevice(), gradInput[2]:getDevice()}, {1, 2})
    tester:assert(support.difference(y, plain:forward({a, b})) < 1e-12)
  end

  function suite.a_network_over_devices()
    local plain = nn.Sequential():add(nn.Times(3, 4)):add(nn.Times(3, 4))
    local net = plain:clone()
    net = nn.Sequential():add(nn.GPU(net:get(1), 1)):add(nn.GPU(net:get(2), 2, 1)):type(kType)
    local x = input(3, 4)
    tester:assert(support.difference(net:forward(x:type(kType)), plain:forward(x)) < 1e-12)
    local copy = torch.deserialize(torch.serialize(net))
    tester:eq({copy:get(1):get(1).weight:getDevice(), copy:get(2):get(1).weight:getDevice()}, {1, 2})
    copy = net:clone()
    tester:eq(copy:get(2):get(1).weight:getDevice(), 2)
    tester:assert(support.difference(copy:forward(x:type(kType)), plain:forward(x)) < 1e-12)
    copy:get(2).device = 7
    local fewer = torch.deserialize(torch.serialize(copy))
    tester:eq({fewer:get(2).device, fewer:get(2):get(1).weight:getDevice()}, {1, 1})
  end
end

tester:add(suite):run()
