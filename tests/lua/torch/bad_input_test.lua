-- SPDX-License-Identifier: BSD-3-Clause
-- What a program does wrong, or the machine cannot give: one clear error each, which names the
-- function, both values and the user's line, and the program goes on.

local torch = require 'torch'
local engine = require 'tocha'
require 'nn'

local tester = torch.Tester()
local tests = torch.TestSuite()

-- `body` raises `text`, with this file's position in front.
local function raises(body, text)
  local ok, message = pcall(body)
  tester:assert(not ok, 'expected: ' .. text)
  local position, rest = tostring(message):match('^(.-bad_input_test%.lua:%d+: )(.*)$')
  tester:assert(position ~= nil, 'no position of ours in: ' .. tostring(message))
  tester:eq(rest:match('[^\n]*'), text) -- behind it Torch7's lines with the path
end

function tests.shapesAndTypes()
  local a, b = torch.FloatTensor(3, 4), torch.FloatTensor(5)
  raises(function() torch.add(a, b) end, 'torch.add: sizes 3x4 and 5 do not match')
  raises(function() a:add(torch.DoubleTensor(3, 4)) end,
         'torch.add: types Float and Double do not match')
  raises(function() torch.mm(a, a) end,
         'torch.mm: sizes 3x4 and 3x4 do not match: 4 columns, 3 rows')
  raises(function() a:narrow(3, 1, 1) end,
         'torch.narrow: dimension 3 is out of range for FloatTensor 3x4')
  raises(function() a:narrow(2, 3, 3) end,
         'torch.narrow: length 3 from index 3 is out of range for size 4 in dimension 2')
  raises(function() a:view(5, 5) end, 'torch.view: sizes 3x4 cannot be viewed as 5x5')
  raises(function() a:select(0, 1) end,
         'torch.select: positions and dimensions count from 1, got 0')
  local ok, message = pcall(function() a:add('x') end)
  tester:assert(not ok and message:find("torch.add: arguments ('x') do not fit, expected ", 1, true)
                ~= nil, message)
end

function tests.files()
  raises(function() torch.loadIDX('/no/such/file') end,
         "torch.loadIDX: cannot read '/no/such/file': No such file or directory")
  local ok, message = pcall(torch.load, '/no/such/file')
  tester:assert(not ok and message:find('/no/such/file', 1, true) ~= nil, message)
end

function tests.sizesThatCannotBe()
  raises(function() torch.FloatTensor(2 ^ 40, 2 ^ 40) end, 'torch.FloatTensor: too many elements')
  local ok, message = pcall(function() return torch.FloatTensor(2 ^ 45) end)
  tester:assert(not ok and message:find('torch.FloatTensor: out of memory: asked for ', 1, true)
                ~= nil, message)
end

-- Garbage is collected before memory counts as ended.
function tests.memoryPressure()
  collectgarbage()
  collectgarbage()
  engine.releasememory()
  engine.setmemorylimit(engine.memory() + 64 * 2 ^ 20)
  for _ = 1, 50 do
    torch.FloatTensor(8 * 2 ^ 20 / 4 * 3) -- 24 MB, and nobody keeps it
  end
  local ok, message = pcall(function() return torch.FloatTensor(100 * 2 ^ 20) end)
  engine.setmemorylimit(0)
  tester:assert(not ok and message:find('out of memory', 1, true) ~= nil, message)
  tester:eq(torch.FloatTensor(10):fill(1):nElement(), 10)
end

-- Whichever allocation of a training step fails, the step ends in an error, and the next one works.
function tests.everyAllocation()
  torch.manualSeed(1)
  local net = nn.Sequential():add(nn.Linear(4, 8)):add(nn.ReLU()):add(nn.Linear(8, 3))
    :add(nn.LogSoftMax())
  local criterion = nn.ClassNLLCriterion()
  local input, target = torch.rand(5, 4), torch.Tensor {1, 2, 3, 1, 2}
  local function step()
    net:clearState()
    net:zeroGradParameters()
    local output = net:forward(input)
    local loss = criterion:forward(output, target)
    net:backward(input, criterion:backward(output, target))
    return loss
  end
  local loss = step()
  local failed = 0
  for n = 1, 100 do
    engine.failallocation(n)
    local ok, message = pcall(step)
    engine.failallocation(0)
    if ok then break end
    failed = n
    tester:assert(tostring(message):find('out of memory', 1, true) ~= nil, message)
  end
  tester:assertgt(failed, 3)
  tester:eq(step(), loss)
end

function tests.pathToTheLayer()
  local net = nn.Sequential()
    :add(nn.Identity())
    :add(nn.ConcatTable():add(nn.Sequential():add(nn.Tanh()):add(nn.Linear(5, 2))))
  raises(function() net:forward(torch.Tensor(3, 4)) end,
         'nn.Sequential[2].nn.ConcatTable[1].nn.Sequential[2].nn.Linear: '
         .. select(2, pcall(function() nn.Linear(5, 2):forward(torch.Tensor(3, 4)) end))
           :match('nn%.Linear: (.*)$'))
end

function tests.labels()
  local criterion = nn.ClassNLLCriterion()
  local ok, message = pcall(function()
    criterion:forward(torch.Tensor(2, 3):zero(), torch.Tensor {1, 4})
  end)
  tester:assert(not ok and (message:find('4', 1, true) and message:find('3', 1, true)) ~= nil, message)
end

tester:add(tests)
tester:run()
