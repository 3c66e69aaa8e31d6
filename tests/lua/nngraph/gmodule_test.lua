-- SPDX-License-Identifier: BSD-3-Clause
-- nn.gModule: values worked by hand, finite differences, nested tables, shared parameters, types, errors
-- while it runs.

local torch = require 'torch'
local checks = require 'support.checks'
local support = require 'lua.nn.support'
local nngraph = require 'nngraph'
local nn = _G.nn

local tests, tester = torch.TestSuite(), torch.Tester()

local function same(a, b, tolerance)
  local difference = support.difference(a, b)
  tester:assert(difference <= (tolerance or 0), 'differs by ' .. difference)
end

local function linear(weight, bias)
  local module = nn.Linear(#weight[1], #weight)
  module.weight:copy(torch.Tensor(weight))
  module.bias:copy(torch.Tensor(bias))
  module:zeroGradParameters() -- a new layer's are not zero
  return module
end

-- As in Torch7 the gradient is what updateGradInput returns, whatever the field gradInput holds.
function tests.the_gradient_that_is_returned()
  local Pair = torch.class('gmodule_test.Pair', 'nn.Module', {})
  function Pair:updateOutput(input)
    self.output = input[1] * 3
    return self.output
  end
  function Pair:updateGradInput(_, gradOutput)
    self.gradInput = gradOutput * 3
    return {self.gradInput, nil}
  end
  local a, b = nn.Identity()(), nn.Identity()()
  local pair = torch.getconstructortable('gmodule_test.Pair')()
  local net = nn.gModule({a, b}, {pair({a, nn.Tanh()(b)})})
  local inputs = {torch.ones(2), torch.ones(2)}
  same(net:forward(inputs), torch.Tensor {3, 3})
  for _, gradient in ipairs {net:backward(inputs, torch.Tensor {1, 2}),
                             net:updateGradInput(inputs, torch.Tensor {1, 2})} do
    same(gradient[1], torch.Tensor {3, 6})
  end
  -- one that returns nothing has left it in the field
  function pair:updateGradInput(input, gradOutput)
    self.gradInput = {gradOutput * 3, input[2] * 0}
  end
  same(net:backward(inputs, torch.Tensor {1, 2}), {torch.Tensor {3, 6}, torch.zeros(2)})
end

-- y = W x + x, with x and W x both used: the gradients of both ways add up.
function tests.worked()
  local x = nn.Identity()()
  local h = linear({{1, 2}, {3, 4}}, {10, 20})(x)
  local net = nn.gModule({x}, {nn.CAddTable()({h, x})})
  same(net:forward(torch.Tensor {1, -1}), torch.Tensor {10, 18})
  same(net:backward(torch.Tensor {1, -1}, torch.Tensor {1, 10}), torch.Tensor {32, 52})
  local weight = net.modules[2]
  same(weight.gradWeight, torch.Tensor {{1, -1}, {10, -10}})
  same(weight.gradBias, torch.Tensor {1, 10})
  same(net:updateGradInput(torch.Tensor {1, -1}, torch.Tensor {1, 10}), torch.Tensor {32, 52})
  net:accGradParameters(torch.Tensor {1, -1}, torch.Tensor {1, 10}, -0.5)
  same(weight.gradBias, torch.Tensor {0.5, 5})
  net:zeroGradParameters()
  net:accUpdateGradParameters(torch.Tensor {1, -1}, torch.Tensor {1, 10}, 0.1)
  same(weight.bias, torch.Tensor {9.9, 19})
  same(weight.gradBias, torch.Tensor {0, 0})
  net:backward(torch.Tensor {1, -1}, torch.Tensor {1, 10}, 2)
  same(weight.gradBias, torch.Tensor {2, 20})
end

-- The table {a, {b, c}} in; a + b, b * c and b itself out, as {sum, {product, b}}.
local function nested()
  local a, state = nn.Identity()(), nn.Identity()()
  local b, c = state:split(2)
  local sum = nn.CAddTable()({a, b})
  return nn.gModule({a, state}, {sum, nngraph.nest {nn.CMulTable()({b, c}), b}})
end

function tests.tables()
  local net = nested()
  local input = {torch.Tensor {1}, {torch.Tensor {2}, torch.Tensor {3}}}
  same(net:forward(input), {torch.Tensor {3}, {torch.Tensor {6}, torch.Tensor {2}}})
  local gradients = net:backward(input, {torch.Tensor {1}, {torch.Tensor {10}, torch.Tensor {100}}})
  same(gradients, {torch.Tensor {1}, {torch.Tensor {131}, torch.Tensor {20}}})
  tester:eq(#gradients, 2)
  tester:assert(net.gradInput == gradients and net.output[2][2] == input[2][1])
  support.check_layer(tester, 'nested tables', nested,
                      {torch.rand(3), {torch.rand(3) + 1, torch.rand(3)}})
end

-- An inner value is an output too; one node is input and output.
function tests.innerOutputs()
  local x, y = nn.Identity()(), nn.Tanh()()
  local h = nn.Sigmoid()(x)
  local net = nn.gModule({x, y}, {h, nn.CMulTable()({h, y}), y, x})
  local input = {torch.randn(4), torch.randn(4)}
  tester:assert(support.gradient_error(net, input) < 1e-8)
  same(net:forward(input)[4], input[1])
end

-- A node's gradients are nested tables, of changing sizes.
function tests.nestedSums()
  local x = nn.Identity()()
  local net = nn.gModule({x}, {nn.Identity()(x), nn.Identity()(x), nn.Identity()(x)})
  for _, count in ipairs {2, 3, 1} do
    local input = {torch.randn(2), {}}
    for i = 1, count do
      input[2][i] = torch.randn(i)
    end
    local output = net:forward(input)
    local sum = support.copy(net:backward(input, output))
    same(sum, {input[1] * 3, (nn.utils.recursiveAdd(support.copy(input[2]), 2, input[2]))}, 1e-14)
    tester:eq(#sum[2], count)
  end
  local one = torch.randn(3)
  same(net:backward(net:forward(one) and one, {one, one, one}), one * 3, 1e-14) -- a tensor after tables
end

-- A gradient that is a view of one zero takes part in sums.
function tests.expandedGradients()
  local Still, parent = torch.class('nngraph_test.Still', 'nn.Module', {})
  function Still:updateOutput(input)
    self.output:resizeAs(input):fill(1)
    return self.output
  end
  function Still:updateGradInput(input)
    self.gradInput = torch.zeros(1):expand(input:size())
    return self.gradInput
  end
  tester:assert(parent ~= nil)
  local x = nn.Identity()()
  local net = nn.gModule({x}, {nn.CAddTable()({Still.new()(x), nn.MulConstant(2)(x), Still.new()(x)})})
  local input = torch.randn(3)
  net:forward(input)
  same(net:backward(input, torch.ones(3)), torch.Tensor {2, 2, 2})
end

function tests.generic()
  torch.manualSeed(1)
  local function two_branches()
    local x, y = nn.Identity()(), nn.Identity()()
    local h = nn.Tanh()(nn.Linear(3, 4)(x))
    local joined = nn.JoinTable(2)({h, nn.Linear(2, 4)(y), h - nn.Linear(4, 2) - nn.Sigmoid()})
    return nn.gModule({x, y}, {nn.LogSoftMax()(nn.Linear(10, 3)(joined)), h})
  end
  support.check_layer(tester, 'two branches', two_branches, {torch.randn(5, 3), torch.randn(5, 2)})
  support.check_layer(tester, 'one input', function()
    local x = nn.Linear(3, 2)()
    return nn.gModule({x}, {nn.Tanh()(x)})
  end, torch.randn(4, 3), {batch = true})
  support.check_layer(tester, 'a graph in a graph', function()
    local x = nn.Identity()()
    local scores, hidden = two_branches()(x):split(2)
    return nn.gModule({x}, {nn.JoinTable(2)({hidden, scores, nn.SelectTable(2)(x)})})
  end, {torch.randn(5, 3), torch.randn(5, 2)})
end

function tests.parameters()
  local x = nn.Identity()()
  local first, second = nn.Linear(2, 3), nn.Linear(3, 2)
  local net = nn.gModule({x}, {second(nn.Tanh()(first(x)))})
  local parameters, gradients = net:parameters()
  tester:eq(#parameters, 4)
  tester:assert(parameters[1] == first.weight and gradients[4] == second.gradBias)
  tester:eq(#net.modules, 4)
  tester:assert(net:get(2) == first)
  tester:eq(#net:findModules('nn.Linear'), 2)
  tester:eq(#net:listModules(), 5)
  local flat = net:getParameters()
  tester:eq(flat:nElement(), 17)
  flat:fill(2)
  tester:eq(second.bias[1], 2)
  local twin = net:clone('weight', 'bias', 'gradWeight', 'gradBias')
  flat:fill(3)
  tester:eq(twin.modules[2].weight[1][1], 3)
  local other = net:clone()
  other:share(net, 'bias')
  flat:fill(4)
  tester:eq(other.modules[2].bias[1], 4)
  tester:eq(other.modules[2].weight[1][1], 3)
  local count = 0
  net:apply(function() count = count + 1 end)
  tester:eq(count, 5)
  net:map(twin, function(a, b) tester:eq(torch.type(a), torch.type(b)) end)
  tester:assertErrorPattern(function() net:map(nested(), print) end,
                            'nn.gModule.map: the networks differ at node')
end

function tests.states()
  local x = nn.Identity()()
  local net = nn.gModule({x}, {nn.Dropout(0.5)(x)})
  net:evaluate()
  same(net:forward(torch.ones(8)), torch.ones(8))
  tester:eq(net.modules[2].train, false)
  net:training()
  tester:eq(net.modules[2].train, true)
  net:backward(torch.ones(8), net:forward(torch.ones(8)))
  tester:eq(tostring(net), 'nn.gModule')
  net.name = 'a name'
  tester:eq(tostring(net), 'a name')
  net:clearState()
  for _, node in ipairs(net.forwardnodes) do
    tester:assert(not node.data.input and not node.data.gradOutput and not node.data.output)
  end
end

function tests.types()
  local net = nested():float()
  tester:eq(net:type(), 'torch.FloatTensor')
  local input = {torch.FloatTensor {1}, {torch.FloatTensor {2}, torch.FloatTensor {3}}}
  net:backward(input, net:forward(input))
  net:double()
  tester:eq(net.innode.data.input[1]:type(), 'torch.DoubleTensor')
  tester:eq(net.output[1]:type(), 'torch.DoubleTensor')
  for _, node in ipairs(net.backwardnodes) do
    local buffer = node.data.gradOutputBuffer
    tester:assert(not buffer or buffer:type() == 'torch.DoubleTensor')
  end
end

function tests.replace()
  local x = nn.Identity()()
  local shared = nn.Linear(5, 5)
  local net = nn.gModule({x}, {shared(nn.Sigmoid()(shared(x)))})
  tester:assert(net:replace(function(module)
    if torch.type(module) == 'nn.Linear' then return nn.Linear(3, 3) end
    return torch.type(module) == 'nn.Sigmoid' and nn.Tanh() or module
  end) == net)
  tester:eq(net:forward(torch.randn(3)):nElement(), 3)
  tester:eq(torch.type(net.modules[3]), 'nn.Tanh')
  tester:assert(net.modules[2] == net.modules[4] and net.modules[2] == net.forwardnodes[3].data.module)
end

-- One module in two nodes: its parameters count once and get the gradients of both.
function tests.oneModuleTwice()
  local a, b = nn.Identity()(), nn.Identity()()
  local shared = nn.Linear(2, 2)
  local net = nn.gModule({a, b}, {nn.CAddTable()({shared(a), nn.Tanh()(nn.Copy()(shared(b)))})})
  tester:eq((net:getParameters()):nElement(), 6)
  net:zeroGradParameters()
  local input = {torch.randn(2), torch.zeros(2)}
  net:forward(input)
  net:backward(input, torch.ones(2))
  same(shared.gradWeight, torch.ones(2):view(2, 1) * input[1]:view(1, 2), 1e-12)
end

function tests.runFunction()
  local x = nn.Identity()()
  local net = nn.gModule({x}, {nn.Tanh()(x)})
  local seen = {}
  local result = net:runForwardFunction(function(module, input)
    table.insert(seen, torch.type(module))
    return input + 1
  end, torch.zeros(1))
  same(result, torch.Tensor {2})
  tester:eq(table.concat(seen, ' '), 'nn.Identity nn.Tanh')
  same(net:runForwardFunction('updateOutput', torch.zeros(1)), torch.zeros(1))
end

-- Layers of indices have no gradient; a gradInput that is switched off hands on none.
function tests.noGradient()
  local words = nn.Identity()()
  local net = nn.gModule({words}, {nn.Tanh()(nn.LookupTable(5, 2)(words))})
  net.modules[2].gradInput = nil
  local input = torch.LongTensor {1, 4}
  net:zeroGradParameters()
  net:forward(input)
  tester:eq(net:backward(input, torch.ones(2, 2)), nil)
  tester:assert(net.modules[2].gradWeight[4]:ne(0):all())
  local a, b = nn.Identity()(), nn.Identity()()
  local table_ = nn.LookupTable(5, 2)
  table_.gradInput = nil
  net = nn.gModule({a, b}, {nn.CAddTable()({table_(a), nn.MulConstant(3)(b)})})
  net:forward {input, torch.ones(2, 2)}
  for _ = 1, 2 do
    local gradients = net:backward({input, torch.ones(2, 2)}, torch.ones(2, 2))
    tester:eq(gradients[1], nil)
    same(gradients[2], torch.ones(2, 2) * 3)
  end
end

function tests.steadySteps()
  local net = nested()
  local input = {torch.rand(3), {torch.rand(3), torch.rand(3)}}
  local gradOutput = support.copy(net:forward(input))
  net:backward(input, gradOutput)
  local outputs, gradients = net.output, net.gradInput
  local tensors = {outputs[1], outputs[2][1], gradients[1], gradients[2][1], gradients[2][2]}
  net:forward(input)
  net:backward(input, gradOutput)
  tester:assert(net.output == outputs and net.gradInput == gradients)
  for i, tensor in ipairs {outputs[1], outputs[2][1], gradients[1], gradients[2][1], gradients[2][2]} do
    tester:assert(rawequal(tensor, tensors[i]), 'tensor ' .. i .. ' is kept')
  end
  tester:eq(support.leaked(function()
    net:forward(input)
    net:backward(input, gradOutput)
  end), 0)
end

local message = checks.message(tester)

local function fails(f, text)
  message(text, f)
end

function tests.errors()
  local net = nested()
  fails(function() net:forward(torch.ones(3)) end,
        'nn.gModule: a table of 2 inputs expected, got torch.DoubleTensor 3')
  fails(function() net:forward {torch.ones(3)} end, 'nn.gModule: got 1 inputs, expected 2')
  fails(function() net:forward {torch.ones(3), {torch.ones(1)}} end,
        'nn.gModule: split(2) cannot split a table of 1, the output of the node declared at [')
  fails(function() net:forward {torch.ones(3), torch.ones(1)} end,
        'split(2) cannot split torch.DoubleTensor 1, the output')
  fails(function() nested():backward(1, {1, 2}) end, 'nn.gModule: backward before forward')
  net:forward {torch.ones(1), {torch.ones(1), torch.ones(1)}}
  fails(function() net:accGradParameters() end, 'nn.gModule: accGradParameters before updateGradInput')
  fails(function() net:backward(nil, torch.ones(1)) end,
        'nn.gModule: a table of 2 gradients expected, got torch.DoubleTensor 1')
  fails(function() net:backward(nil, {torch.ones(1)}) end,
        'a table of 2 gradients expected, got a table of 1')

  local x = nn.Identity()()
  local inner = nn.Sequential():add(nn.Tanh()):add(nn.Linear(3, 2))
  net = nn.gModule({x}, {nn.Linear(2, 2)(inner(x))})
  local line = debug.getinfo(1, 'l').currentline + 1
  fails(function() net:forward(torch.ones(4)) end, 'gmodule_test.lua:' .. line ..
        ': nn.gModule[2].nn.Sequential[2].nn.Linear: size mismatch: input has 4 features, ' ..
        'expected 3 (input 4)')
  net:forward(torch.ones(3))
  fails(function() net:backward(torch.ones(3), torch.ones(5)) end, 'nn.gModule[3].nn.Linear: ')
  same(net:forward(torch.ones(3)):size(1), 2) -- goes on after errors
  fails(function() nn.Sequential():add(net):forward(torch.ones(4)) end,
        'nn.Sequential[1].nn.gModule[2].nn.Sequential[2].nn.Linear: ')

  local Broken = torch.class('nngraph_test.Broken', 'nn.Module', {})
  function Broken:updateOutput(input)
    if self.raise then error(self.raise) end
    return self.answer and input
  end
  function Broken:updateGradInput()
    return torch.ones(1)
  end
  local broken = Broken.new()
  local a, b = nn.Identity()(), nn.Identity()()
  net = nn.gModule({a, b}, {broken({a, b})})
  fails(function() net:forward {torch.ones(1), torch.ones(1)} end,
        'nn.gModule: nngraph_test.Broken returned nothing')
  broken.raise = 'a mistake'
  fails(function() net:forward {torch.ones(1), torch.ones(1)} end,
        'nn.gModule[3].nngraph_test.Broken: a mistake')
  broken.raise, broken.answer = nil, true
  net:forward {torch.ones(1), torch.ones(1)}
  fails(function() net:updateGradInput({}, {torch.ones(1), torch.ones(1)}) end,
        'nn.gModule: a table of 2 gradients expected from nngraph_test.Broken, got torch.DoubleTensor 1')
end

tester:add(tests):run()
