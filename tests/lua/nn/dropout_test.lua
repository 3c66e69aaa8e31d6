-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Dropout.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = support.fails(tester)

local function ones(...)
  return torch.Tensor(...):fill(1)
end

-- Equal seeds give Torch7's masks: bernoulli(1 - p) in order.
function suite.masks()
  for _, typename in ipairs {'torch.DoubleTensor', 'torch.FloatTensor'} do
    local x = ones(7, 311):type(typename)
    local m = nn.Dropout(0.3):type(typename)
    torch.manualSeed(17)
    local y = m:forward(x):clone()
    local after = torch.uniform()
    torch.manualSeed(17)
    local mask = x:clone():bernoulli(0.7):div(0.7)
    tester:assert(support.difference(y, mask) == 0)
    tester:assert(support.difference(m.noise, mask) == 0)
    tester:eq(torch.uniform(), after)
    local g = m:backward(x, x:clone():fill(2))
    tester:assert(support.difference(g, mask * 2) == 0)
  end
end

function suite.versions()
  local x = ones(1000)
  local v1 = nn.Dropout(0.25, true)
  for _, value in ipairs(v1:forward(x):totable()) do
    tester:assert(value == 0 or value == 1)
  end
  v1:evaluate()
  tester:eq(v1:forward(x)[1], 0.75)
  tester:eq(v1:backward(x, x)[1], 0.75)
  local v2 = nn.Dropout(0.5)
  for _, value in ipairs(v2:forward(x):totable()) do
    tester:assert(value == 0 or value == 2)
  end
  v2:evaluate()
  tester:eq(v2:forward(x):totable(), x:totable())
  tester:eq(v2:backward(x, x):totable(), x:totable())
  local always = nn.Dropout(0.5, false, false, true)
  always:evaluate()
  local zeros = 0
  for _, value in ipairs(always:forward(x):totable()) do
    zeros = zeros + (value == 0 and 1 or 0)
  end
  tester:assert(zeros > 400 and zeros < 600)
  local never = nn.Dropout(0)
  tester:eq(never:forward(x):totable(), x:totable())
  tester:eq(never:backward(x, x):totable(), x:totable())
end

function suite.in_place()
  local m, x = nn.Dropout(0.5, false, true), ones(20)
  local y = m:forward(x)
  tester:eq(torch.pointer(y:storage()), torch.pointer(x:storage()))
  local g = ones(20)
  m:backward(x, g)
  tester:eq(g:totable(), m.noise:totable())
  m:evaluate()
  x = ones(3)
  tester:eq(torch.pointer(m:forward(x):storage()), torch.pointer(x:storage()))
  tester:eq(m:forward(x):totable(), {1, 1, 1})
end

-- Strided elements are masked in logical order, in place too.
function suite.strided()
  for _, inplace in ipairs {false, true} do
    local x = torch.Tensor(5, 4):uniform(1, 2)
    torch.manualSeed(3)
    local expected = nn.Dropout(0.4):forward(x):clone()
    torch.manualSeed(3)
    local y = nn.Dropout(0.4, false, inplace):forward(support.strided(x))
    tester:assert(support.difference(y:clone(), expected) == 0)
  end
end

function suite.module()
  support.check_layer(tester, 'Dropout', function()
    local m = nn.Dropout(0.4, true)
    m:evaluate()
    return m
  end, ones(3, 4), {batch = true})
  local m = nn.Dropout(0.4)
  m:setp(0.1)
  tester:eq(m.p, 0.1)
  tester:eq(tostring(m), 'nn.Dropout(0.100000)')
  m:forward(ones(10))
  tester:eq(m:clearState().noise:nElement(), 0)
  tester:eq(support.leaked(function() support.run(nn.Dropout(), ones(3, 4)) end), 0)
end

function suite.errors()
  fails('nn.Dropout: p must be in %[0, 1%), got 1', function() nn.Dropout(1) end)
  fails('nn.Dropout: p must be in %[0, 1%), got %-0.5', function() nn.Dropout(-0.5) end)
  local m = nn.Dropout()
  m:setp(2)
  fails('nn.Dropout: p must be in %[0, 1%), got 2', function() m:forward(ones(2)) end)
end

tester:add(suite):run()
