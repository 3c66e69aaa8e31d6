-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Sequential, nn.ConcatTable, nn.ParallelTable, nn.Concat; a layer of one's own in all of them;
-- the path in errors.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

-- A layer as a user writes one: y = weight x, a number that is learned.
local Scale, parent = torch.class('nn.Scale', 'nn.Module')

function Scale:__init(value)
  parent.__init(self)
  self.weight = torch.Tensor {value or 2}
  self.gradWeight = torch.Tensor {0}
end

function Scale:updateOutput(x)
  if x:dim() ~= 2 then error('a matrix, please') end
  return torch.mul(self.output, x, self.weight[1])
end

function Scale:updateGradInput(_, gradOutput)
  return torch.mul(self.gradInput, gradOutput, self.weight[1])
end

function Scale:accGradParameters(x, gradOutput, scale)
  local a, b, sum = x:contiguous():view(-1), gradOutput:contiguous():view(-1), 0
  for i = 1, a:nElement() do
    sum = sum + a[i] * b[i]
  end
  self.gradWeight[1] = self.gradWeight[1] + (scale or 1) * sum
end

local makers = {
  Sequential = function()
    return nn.Sequential():add(nn.Linear(4, 3)):add(nn.Scale()):add(nn.Tanh())
  end,
  ConcatTable = function() return nn.ConcatTable():add(nn.Linear(4, 2)):add(nn.Scale(3)) end,
  Concat = function() return nn.Concat(2):add(nn.Linear(4, 2)):add(nn.Scale(3)):add(nn.Linear(4, 1)) end,
  nested = function()
    return nn.Sequential()
      :add(nn.ConcatTable():add(nn.Scale()):add(nn.Sequential():add(nn.Scale(0.5)):add(nn.Tanh())))
      :add(nn.ParallelTable():add(nn.Scale(-1)):add(nn.Linear(4, 4)))
      :add(nn.CAddTable())
  end,
}

for name, make in pairs(makers) do
  suite[name] = function()
    support.check_layer(tester, name, make, input(3, 4))
    tester:eq(support.leaked(function() support.run(make(), input(3, 4)) end), 0)
  end
end

function suite.tables()
  support.check_layer(tester, 'ParallelTable', function()
    return nn.ParallelTable():add(nn.Scale()):add(nn.Linear(2, 3))
  end, {input(3, 4), input(2, 2)})
  support.check_layer(tester, 'ConcatTable of a table', function()
    local function both() return nn.ParallelTable():add(nn.Scale()):add(nn.Linear(2, 2)) end
    return nn.ConcatTable():add(both()):add(both()):add(nn.Identity())
  end, {input(3, 4), input(2, 2)})
  support.check_layer(tester, 'Concat of a table', function()
    local function sum()
      return nn.Sequential():add(nn.ParallelTable():add(nn.Scale()):add(nn.Linear(2, 4)))
        :add(nn.CAddTable())
    end
    return nn.Concat(1):add(sum()):add(sum())
  end, {input(3, 4), input(3, 2)})
end

function suite.sequential_editing()
  local m = nn.Sequential()
  tester:eq({m:size(), m:__len()}, {0, 0})
  local x = input(2, 4)
  tester:assert(rawequal(m:forward(x), x) and rawequal(m:backward(x, x), x))
  local linear, tanh, scale = nn.Linear(4, 3), nn.Tanh(), nn.Scale()
  tester:assert(rawequal(m:add(linear), m))
  m:add(scale)
  m:insert(tanh, 2)
  tester:assert(rawequal(m:get(2), tanh) and rawequal(m:get(3), scale) and m:get(4) == nil)
  tester:assert(rawequal(m.output, scale.output) and rawequal(m.gradInput, linear.gradInput))
  m:remove()
  tester:eq(m:size(), 2)
  tester:assert(rawequal(m.output, tanh.output))
  m:insert(nn.Identity(), 1)
  m:remove(1)
  m:insert(nn.Identity())
  tester:eq(torch.typename(m:get(3)), 'nn.Identity')
  m:remove(3)
  m:remove(2)
  m:remove(1)
  tester:eq({m:size(), m.output:nElement()}, {0, 0})
end

-- A child may have been replaced by hand, or return another tensor each time.
function suite.outputs_are_the_children_s()
  local m, x = makers.Sequential(), input(3, 4)
  local y = m:forward(x)
  tester:assert(rawequal(y, m.output) and rawequal(y, m:get(3).output))
  m.modules[3] = nn.Identity()
  tester:assert(rawequal(m:forward(x), m:get(2).output))
  m:backward(x, input(3, 3))
  tester:assert(rawequal(m.gradInput, m:get(1).gradInput))
  m:updateGradInput(x, input(3, 3))
  m:accGradParameters(x, input(3, 3))
  m:accUpdateGradParameters(x, input(3, 3), 0.1)
end

function suite.first_layer_without_gradInput()
  local m, x = makers.Concat(), input(3, 4)
  local expected = m:backward(x, m:forward(x)):clone()
  m:get(1).gradInput = nil
  tester:assert(support.difference(m:backward(x, m:forward(x)):clone(), expected) > 0)
end

-- What a child without a gradInput leaves out is zero, not what was there before.
function suite.gradients_of_some_children()
  local x, g = input(3, 4), {input(3, 4), input(3, 4)}
  for _, container in ipairs {nn.ConcatTable(), nn.Concat(2), nn.DepthConcat(2)} do
    container:add(nn.Linear(4, 4)):add(nn.Linear(4, 4))
    local gradOutput = torch.type(container) == 'nn.ConcatTable' and g or torch.cat(g[1], g[2], 2)
    container:forward(x)
    container:backward(x, gradOutput)
    container:get(1).gradInput = nil
    for _ = 1, 2 do
      local expected = container:get(2):forward(x) and container:get(2):backward(x, g[2])
      container:forward(x)
      tester:assert(support.difference(container:backward(x, gradOutput), expected) < 1e-12)
    end
  end
end

-- A method replaced on one object, with the old one inside: in containers, clones and files.
function suite.replaced_methods()
  local m, factor = nn.Linear(4, 2), 3
  local old = m.updateOutput
  function m.updateOutput(self, x) return old(self, x):mul(factor) end
  local x = input(2, 4)
  local expected = nn.Linear.updateOutput(m, x):clone() * 3
  tester:assert(support.difference(nn.Sequential():add(m):forward(x), expected) < 1e-12)
  tester:assert(support.difference(nn.Sequential():add(m):clone():forward(x), expected) < 1e-12)
  local outputs = nn.MapTable(m):forward({x, x})
  tester:assert(support.difference(outputs[2], expected) < 1e-12)
  local name = os.tmpname()
  torch.save(name, m)
  tester:assert(support.difference(torch.load(name, {trusted = true}):forward(x), expected) < 1e-12)
  os.remove(name)
  -- the method of another class as it is
  local tanh = nn.Identity()
  tanh.updateOutput = nn.Tanh.updateOutput
  tester:assert(support.difference(tanh:clone():forward(x), torch.tanh(x)) < 1e-12)
end

function suite.wrong_kinds()
  local x = input(2, 4)
  for _, m in ipairs {nn.ConcatTable(), nn.ParallelTable(), nn.MapTable(nn.Identity())} do
    local name = torch.type(m)
    if name ~= 'nn.MapTable' then m:add(nn.Identity()) end
    if name ~= 'nn.ConcatTable' then
      fails(name .. ': input must be a table, got nil', function() m:forward() end)
      fails(name .. ': input must be a table, got number', function() m:forward(3) end)
    end
    m:forward({x})
    fails(name .. ': gradOutput must be a table, got nil', function() m:backward({x}) end)
    fails(name .. ': gradOutput must be a table, got boolean', function() m:accGradParameters({x}, true) end)
  end
  local m = nn.Concat(1):add(nn.Identity())
  fails('nn.Concat: output 1 must be a tensor, got table', function() m:forward({x}) end)
  fails('nn.Concat: backward needs a forward before it', function() m:backward(x, x) end)
  m:forward(x)
  fails('nn.Concat: gradOutput must be a tensor, got nil', function() m:backward(x) end)
  fails('nn.Concat: gradOutput has sizes 3x4, the output has 2x4', function() m:backward(x, input(3, 4)) end)
  fails('nn.ConcatTable: the input is a torch.DoubleTensor, but the gradInput of child 1 a table',
        function()
    local table = nn.ConcatTable():add(nn.Identity())
    table:forward(x)
    table:backward(x, {{x}})
  end)
  fails('nn.Module.flatten: parameter 2 must be a tensor, got table', function()
    local layer = nn.Identity()
    function layer.parameters() return {x, {}}, {x, {}} end
    layer:getParameters()
  end)
end

function suite.texts()
  tester:eq(tostring(makers.nested()), [[
nn.Sequential {
  [input -> (1) -> (2) -> (3) -> output]
  (1): nn.ConcatTable {
    input
      |`-> (1): nn.Scale
       `-> (2): nn.Sequential {
             [input -> (1) -> (2) -> output]
             (1): nn.Scale
             (2): nn.Tanh
           }
       ... -> output
  }
  (2): nn.ParallelTable {
    input
      |`-> (1): nn.Scale
       `-> (2): nn.Linear(4 -> 4)
       ... -> output
  }
  (3): nn.CAddTable
}]])
end

function suite.paths_in_errors()
  local here = debug.getinfo(1, 'S').short_src
  local m = nn.Sequential()
    :add(nn.Identity())
    :add(nn.Tanh())
    :add(nn.ConcatTable():add(nn.SpatialConvolution(16, 4, 3, 3)))
  local ok, err = pcall(m.forward, m, torch.Tensor(8, 3, 32, 32):zero())
  local line = debug.getinfo(1, 'l').currentline - 1
  tester:assert(not ok)
  tester:eq(err, here .. ':' .. line .. ': nn.Sequential[3].nn.ConcatTable[1].nn.SpatialConvolution: ' ..
            'input has 3 channels, expected 16 (input 8x3x32x32)\n' ..
            'In 3 module of nn.Sequential:\nIn 1 module of nn.ConcatTable:\nnn.SpatialConvolution')
  fails('^' .. here:gsub('%p', '%%%0') .. ':%d+: nn.Sequential%[1%].nn.Scale: a matrix, please\n',
        function() nn.Sequential():add(nn.Scale()):forward(torch.Tensor(3)) end)
  fails('nn.ParallelTable%[2%].nn.Linear: size mismatch: input has 3 features, expected 4', function()
    nn.ParallelTable():add(nn.Identity()):add(nn.Linear(4, 4)):forward({input(2), input(2, 3)})
  end)
  fails('nn.Concat%[2%].nn.Sequential%[1%].nn.Linear: size mismatch: input has 3 features, expected 4',
        function()
    nn.Concat(1):add(nn.Identity()):add(nn.Sequential():add(nn.Linear(4, 4))):forward(input(2, 3))
  end)
  fails('nn.Sequential%[2%].nn.CAddTable: sizes 3 and 2 do not match', function()
    nn.Sequential():add(nn.Identity()):add(nn.CAddTable()):forward({input(3), input(2)})
  end)
  local back = nn.Sequential():add(nn.Linear(4, 3)):add(nn.Tanh())
  back:forward(input(2, 4))
  fails('nn.Sequential%[2%].nn.Tanh: gradOutput has sizes 5, the output has 2x3',
        function() back:backward(input(2, 4), input(5)) end)
  fails('nn.Sequential%[2%].nn.Tanh: gradOutput',
        function() back:updateGradInput(input(2, 4), input(5)) end)
  fails('nn.Sequential%[1%].nn.Linear: gradOutput has sizes 2x4, the output has 2x3', function()
    back:get(2).gradInput = input(2, 4)
    back:accGradParameters(input(2, 4), input(2, 3))
  end)
  -- error values that are not texts come through as they are
  local value = {}
  local thrower = nn.Identity()
  function thrower.updateOutput() error(value) end
  ok, err = pcall(function() nn.Sequential():add(thrower):forward(1) end)
  tester:assert(not ok and rawequal(err, value))
end

-- Lines of a layer of one's own that are no more on the stack where the error is caught: the line of a
-- tail call, and what led to it.
function suite.lines_within_layers()
  local here = debug.getinfo(1, 'S').short_src
  local class = torch.class('container_test.Mine', 'nn.Module', {})
  local x = torch.ones(2, 2)
  local line = debug.getinfo(1, 'l').currentline
  function class:updateOutput(t)
    if t:dim() == 1 then return t end
    return t:add(torch.ones(7, 9))
  end
  function class:updateGradInput(_, gradOutput)
    return torch.cmul(gradOutput, torch.ones(5))
  end
  local function helper(t) return t.foo.bar .. '' end
  function class:accGradParameters(features)
    local y = helper(features)
    return y
  end
  local make = torch.getconstructortable('container_test.Mine')
  local function message_of(f)
    local ok, message = pcall(f)
    tester:assert(not ok)
    return message
  end
  local function begins(text, f)
    local message = message_of(f)
    tester:assert(message:sub(1, #text) == text, message)
  end
  local at = here .. ':' .. line + 3 .. ': '
  begins(at .. 'torch.add: sizes', function() make():forward(x) end)
  begins(at .. 'nn.Sequential[1].container_test.Mine: torch.add: sizes',
         function() nn.Sequential():add(make()):forward(x) end)
  begins(at .. 'nn.Sequential[1].nn.ConcatTable[1].container_test.Mine: torch.add',
         function() nn.Sequential():add(nn.ConcatTable():add(make())):forward(x) end)
  begins(at .. 'nn.Concat[1].container_test.Mine: torch.add',
         function() nn.Concat(1):add(make()):forward(x) end)
  at = here .. ':' .. line + 6 .. ': '
  begins(at .. 'torch.cmul: sizes', function() make():backward(x, x) end)
  begins(at .. 'nn.Sequential[1].container_test.Mine: torch.cmul: sizes',
         function() nn.Sequential():add(make()):updateGradInput(x, x) end)
  local net = nn.Sequential():add(nn.Sequential():add(make()))
  local message = message_of(function() net:accGradParameters(x, x) end)
  local trace = message:match('\nstack traceback of the layer:\n(.*)$') or message
  tester:eq(trace:gsub('in function.*\n', '\n'):gsub('in function.*$', ''),
            ('\t%s:%d: \n\t%s:%d: '):format(here, line + 8, here, line + 10))
  -- a layer of ours adds nothing
  message = message_of(function() nn.Sequential():add(nn.Linear(3, 3)):forward(x) end)
  tester:eq(message:find('traceback'), nil)
end

-- As in Torch7: nn.Container.add takes nil and adds nothing, and children need not be of a class.
function suite.children_that_are_none()
  for _, container in ipairs {nn.ParallelTable(), nn.ConcatTable(), nn.Concat(1), nn.Container()} do
    tester:assert(container:add(nil) == container)
    tester:eq(container:size(), 0)
  end
  local plain = {updateOutput = function(_, x) return x * 2 end, output = torch.Tensor()}
  tester:eq(nn.Sequential():add(plain):forward(torch.ones(2)):sum(), 4)
  local bare = {}
  tester:assert(nn.Sequential():add(bare):get(1) == bare)
end

-- The parentheses forgotten.
function suite.classes_are_no_children()
  local text = 'nn.ReLU is a class: nn.ReLU%(%) makes a module'
  fails('nn.Sequential.add: ' .. text, function() nn.Sequential():add(nn.ReLU) end)
  fails('nn.Sequential.add: ' .. text, function() nn.Sequential():add(getmetatable(nn.ReLU)) end)
  fails('nn.Concat.add: ' .. text, function() nn.Concat(1):add(nn.ReLU) end)
  fails('nn.ConcatTable.add: ' .. text, function() nn.ConcatTable():add(nn.ReLU) end)
  fails('nn.Sequential.insert: ' .. text, function() nn.Sequential():insert(nn.ReLU, 1) end)
  fails('nn.DontCast: ' .. text, function() nn.DontCast(nn.ReLU) end)
  fails('nn.MapTable: ' .. text, function() nn.MapTable(nn.ReLU) end)
  fails('nn.Container.add: nn.Sequential is a class: nn.Sequential%(%) makes a container',
        function() nn.Sequential:add(nn.ReLU()) end)
  fails('nn.MultiCriterion.add: nn.MSECriterion is a class: nn.MSECriterion%(%) makes a criterion',
        function() nn.MultiCriterion():add(nn.MSECriterion) end)
  fails('nn.ParallelCriterion.add: nn.MSECriterion is a class',
        function() nn.ParallelCriterion():add(nn.MSECriterion) end)
  local Mine = torch.class('ContainerTestLayer', 'nn.Module', {})
  fails('ContainerTestLayer is a class: ContainerTestLayer%(%) makes a module',
        function() nn.Sequential():add(Mine) end)
end

function suite.errors()
  fails('nn.Sequential.add: a module expected, got nil', function() nn.Sequential():add() end)
  fails('nn.Concat.add: a module expected, got number', function() nn.Concat(1):add(3) end)
  fails('nn.Sequential.insert: position 3 is not in 1 to 1',
        function() nn.Sequential():insert(nn.Tanh(), 3) end)
  fails('nn.Sequential.remove: position 0 is not in 1 to 0',
        function() nn.Sequential():remove() end)
  fails('nn.Concat: outputs 1 and 2 %(sizes 2x3 and 2x4%) cannot be joined along dimension 1',
        function()
    nn.Concat(1):add(nn.Linear(5, 3)):add(nn.Linear(5, 4)):forward(input(2, 5))
  end)
  fails('nn.ConcatTable: the input is a table of 2, the gradInput of child 1 one of 1', function()
    local m = nn.ConcatTable():add(nn.Identity())
    m:forward({input(2), input(2)})
    m:backward({input(2), input(2)}, {{input(2)}})
  end)
end

-- What fields of a file may hold in place of what the class puts there.
function suite.fields()
  local m = nn.Parallel(1, 1):add(nn.Linear(5, 2)):add(nn.Linear(5, 3))
  local x = input(2, 5)
  m:forward(x)
  for _, number in ipairs {2 ^ 31 - 1, 2, -2} do
    m.outputDimension = number
    fails('nn.Parallel: dimension ' .. ('%.0f'):format(number):gsub('%-', '%%-') ..
            ' is out of range for DoubleTensor 2', function() m:forward(x) end)
    fails('is out of range for DoubleTensor 5', function() m:backward(x, input(5)) end)
  end
  m.outputDimension = 0
  fails('nn.Parallel: dimensions count from 1, got 0', function() m:forward(x) end)
  m.outputDimension = -1
  tester:eq(m:forward(x):size(1), 5)
  m.inputDimension = 2 ^ 31 - 1
  fails('nn.Parallel: dimension 2147483647 is out of range for DoubleTensor 2x5',
        function() m:backward(x, input(5)) end)
  m = nn.DepthConcat(1):add(nn.SpatialConvolution(2, 3, 1, 1)):add(nn.SpatialConvolution(2, 2, 3, 3))
  x = input(2, 4, 4)
  local gradient = input(5, 4, 4)
  m:forward(x)
  m.dimension = 4
  fails('nn.DepthConcat: dimension 4 is out of range for DoubleTensor 5x4x4',
        function() m:backward(x, gradient) end)
end

tester:add(suite):run()
