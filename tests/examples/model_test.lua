-- SPDX-License-Identifier: BSD-3-Clause
-- The host application that runs a model without Lua: usage: th model_test.lua PROGRAM

local torch = require 'torch'
require 'nn'

local program = arg[1]
local tester = torch.Tester()
local tests = torch.TestSuite()

-- Runs the host with a model and a point; returns what it printed.
local function run(name, x, y)
  local pipe = io.popen(('"%s" %s %g %g 2>&1'):format(program, name, x, y))
  local text = pipe:read('*a')
  pipe:close()
  return text
end

local function saved(net)
  local name = os.tmpname()
  torch.save(name, net:float())
  return name
end

function tests.classes()
  local linear = nn.Linear(2, 2)
  linear.weight:copy(torch.eye(2))
  linear.bias:zero()
  local name = saved(nn.Sequential():add(linear):add(nn.Dropout()):add(nn.LogSoftMax()))
  tester:eq(run(name, 2, 1), 'class 1\n')
  tester:eq(run(name, -2, 1), 'class 2\n')
  os.remove(name)
end

-- TOCHA_VERBOSE=1 tells what runs.
function tests.verbose()
  local name = saved(nn.Sequential():add(nn.Linear(2, 2)))
  local pipe = io.popen(('TOCHA_VERBOSE=1 "%s" %s 1 1 2>&1'):format(program, name))
  local text = pipe:read('*a')
  pipe:close()
  os.remove(name)
  tester:assert(text:find('tocha: nn.Linear forward, input FloatTensor 2: %d+%.%d+ ms\n') ~= nil, text)
end

function tests.errors()
  local name = saved(nn.Sequential():add(nn.Linear(3, 2)))
  tester:eq(run(name, 1, 1),
            'nn.Sequential[1].nn.Linear: size mismatch: input has 2 features, expected 3 (input 2)\n')
  os.remove(name)
  tester:assert(run(name, 1, 1):find(name, 1, true) ~= nil)
end

tester:add(tests)
tester:run()
