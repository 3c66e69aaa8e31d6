-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Module: parameters, flat parameters, sharing, copies, types, and walking a network.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = support.fails(tester)

local function network()
  return nn.Sequential()
    :add(nn.Linear(4, 3))
    :add(nn.Tanh())
    :add(nn.ConcatTable():add(nn.Linear(3, 2)):add(nn.Linear(3, 2)))
    :add(nn.CAddTable())
end

local input = support.uniform

local function same_memory(a, b)
  return torch.pointer(a:storage()) == torch.pointer(b:storage())
end

function suite.parameters()
  local m = network()
  local p, g = m:parameters()
  tester:eq({#p, #g}, {6, 6})
  tester:assert(rawequal(p[1], m:get(1).weight) and rawequal(g[2], m:get(1).gradBias))
  tester:eq(nn.Tanh():parameters(), nil)
  tester:eq(#nn.Sequential():parameters(), 0)
  local only_bias = nn.Module()
  only_bias.bias, only_bias.gradBias = torch.Tensor(2), torch.Tensor(2)
  tester:eq(#only_bias:parameters(), 1)
end

function suite.flat_parameters()
  local m, x = network(), input(5, 4)
  local expected = support.run(m:clone(), x)
  local values = {}
  for _, p in ipairs((m:parameters())) do
    for _, value in ipairs(p:contiguous():view(-1):totable()) do
      table.insert(values, value)
    end
  end
  local flat, gradient = m:getParameters()
  tester:eq(flat:totable(), values)
  tester:eq({flat:nElement(), gradient:nElement()}, {31, 31})
  tester:assert(same_memory(flat, m:get(3):get(2).bias) and same_memory(gradient, m:get(1).gradBias))
  tester:assert(support.difference(support.run(m, x), expected) < 1e-14)
  flat:fill(0.5)
  tester:eq(m:get(3):get(1).weight[2][3], 0.5)
  gradient:fill(7)
  m:zeroGradParameters()
  tester:eq(support.largest(gradient), 0)
end

-- A second call leaves everything where it is; so does one for a part of the network.
function suite.flat_parameters_again()
  local m = network()
  local flat, gradient = m:getParameters()
  local again, gradient_again = m:getParameters()
  tester:assert(same_memory(flat, again) and same_memory(gradient, gradient_again))
  local part = m:get(3):getParameters()
  tester:eq(part:nElement(), 16)
  tester:assert(same_memory(part, flat))
  tester:eq(part:storageOffset(), 16)
end

function suite.flat_shared_parameters()
  local a, b = nn.Linear(3, 2), nn.Linear(3, 2)
  b:share(a, 'weight', 'gradWeight')
  local m = nn.Sequential():add(a):add(nn.Linear(2, 3)):add(b)
  local flat = m:getParameters()
  tester:eq(flat:nElement(), 6 + 2 + 6 + 3 + 2)
  tester:assert(same_memory(a.weight, b.weight))
  tester:eq(a.weight:storageOffset(), b.weight:storageOffset())
  a.weight:fill(3)
  tester:eq(b.weight[2][2], 3)
  -- the same module twice
  tester:eq(nn.Sequential():add(a):add(a):getParameters():nElement(), 8)
end

-- Parameters that are parts of a larger storage: what lies between is left out.
function suite.flat_parts()
  local whole, gradients = torch.Tensor(20):uniform(), torch.Tensor(20):zero()
  local function part(first, last)
    local m = nn.Module()
    m.weight, m.gradWeight = whole[{{first, last}}], gradients[{{first, last}}]
    return m
  end
  local values = {}
  for i = 3, 15 do
    if i < 6 or i > 10 then table.insert(values, whole[i]) end
  end
  local late, early, overlapping = part(11, 14), part(3, 5), part(12, 15)
  local flat = nn.Sequential():add(late):add(early):add(overlapping):getParameters()
  tester:eq(flat:totable(), values)
  tester:eq(early.weight:totable(), {values[1], values[2], values[3]})
  overlapping.weight:fill(9)
  tester:eq({late.weight[1], late.weight[2]}, {values[4], 9})
end

-- Columns of a matrix leave gaps, unless other parameters fill them.
function suite.flat_columns()
  local matrix, gradient = input(3, 4), torch.Tensor(3, 4):zero()
  local function columns(first, last)
    local m = nn.Module()
    m.weight, m.gradWeight = matrix[{{}, {first, last}}], gradient[{{}, {first, last}}]
    return m
  end
  fails('nn.Module.flatten: a parameter of sizes 3x2 leaves gaps in its storage',
        function() nn.Sequential():add(columns(1, 2)):add(nn.Linear(2, 2)):getParameters() end)
  local left, right = columns(1, 1), columns(2, 4)
  local flat = nn.Sequential():add(left):add(right):add(nn.Linear(2, 2)):getParameters()
  tester:eq(flat:nElement(), 18)
  tester:eq(left.weight[2][1], matrix[2][1])
  flat:fill(4)
  tester:eq(right.weight[3][3], 4)
end

function suite.flat_errors()
  local m = nn.Sequential():add(nn.Linear(2, 2)):add(nn.Linear(2, 2))
  m:get(2):share(m:get(1), 'weight')
  fails('nn.Sequential.getParameters: 8 parameters, but 12 gradients: share both or none',
        function() m:getParameters() end)
  local mixed = nn.Sequential():add(nn.Linear(2, 2)):add(nn.Linear(2, 2):float())
  fails('nn.Module.flatten: tensor 1 is a torch.DoubleTensor, tensor 3 a torch.FloatTensor',
        function() mixed:getParameters() end)
  tester:eq(nn.Sequential():getParameters():nElement(), 0)
end

function suite.updates()
  local m = nn.Linear(2, 1)
  m.weight:fill(1)
  m.bias:fill(2)
  m.gradWeight:fill(3)
  m.gradBias:fill(4)
  nn.Sequential():add(m):updateParameters(0.5)
  tester:eq({m.weight[1][1], m.bias[1]}, {-0.5, 0})
  local x = input(3, 4)
  local net = network()
  local other = net:clone()
  local g = net:forward(x):clone()
  other:forward(x)
  net:backwardUpdate(x, g, 0.1)
  other:zeroGradParameters()
  other:backward(x, g)
  other:updateParameters(0.1)
  tester:assert(support.difference((net:parameters()), (other:parameters())) < 1e-14)
end

-- A layer whose gradient depends on its parameter: accumulating into the parameter would be wrong
-- for a shared one.
function suite.shared_updates()
  local m = nn.Linear(2, 2)
  local twin = m:clone('weight', 'bias')
  tester:assert(m.shared and twin.shared)
  local x = input(1, 2)
  m:forward(x)
  local before = m.weight:clone()
  m:accUpdateGradParameters(x, torch.Tensor(1, 2):fill(1), 1)
  tester:assert(support.difference(before - m.weight, torch.mm(torch.Tensor(2, 1):fill(1), x)) < 1e-14)
end

function suite.clone_and_share()
  local m = network()
  local copy = m:clone()
  tester:assert(not same_memory(copy:get(1).weight, m:get(1).weight))
  local shared = m:clone('weight')
  tester:assert(same_memory(shared:get(3):get(2).weight, m:get(3):get(2).weight))
  tester:assert(not same_memory(shared:get(1).bias, m:get(1).bias))
  m:get(1).weight:fill(2)
  tester:eq(shared:get(1).weight[1][1], 2)
  local other = network()
  tester:assert(rawequal(other:share(m, 'weight', 'bias'), other))
  m:get(3):get(1).bias:fill(5)
  tester:eq(other:get(3):get(1).bias[1], 5)
  local layer = nn.Linear(2, 2)
  layer.name = 'mine'
  fails('nn.Linear.clone: only tensors can be shared, name is a string',
        function() layer:clone('name') end)
  tester:eq(layer:clone('weight').weight:size():totable(), {2, 2})
end

-- Modules within a field keep what `share` does not reach; one tensor under two names stays one.
function suite.clones_that_share_parameters()
  local names = {'weight', 'bias', 'gradWeight', 'gradBias'}
  local function check(name, module, x)
    local want = module:forward(x):clone()
    local copy = module:clone(unpack(names))
    tester:assert(support.difference(copy:forward(x), want) == 0, name)
    return copy
  end
  for _, name in ipairs {'SpatialSubtractiveNormalization', 'SpatialDivisiveNormalization',
                         'SpatialContrastiveNormalization'} do
    for _, kernel in ipairs {torch.ones(3, 3), torch.ones(3)} do
      check(name, nn[name](2, kernel), torch.rand(2, 8, 8))
      local net = nn.Sequential():add(nn[name](2, kernel)):add(nn.SpatialConvolution(2, 1, 3, 3))
      check(name .. ' in a network', net, torch.rand(2, 8, 8))
    end
  end
  local x = torch.rand(2, 8)
  for _, bias in ipairs {true, false} do
    local module = nn.PartialLinear(8, 3, bias)
    local copy = check('PartialLinear', module, x)
    for i, parameter in ipairs(module:parameters()) do
      tester:assert(same_memory(parameter, copy:parameters()[i]), 'PartialLinear')
    end
    module:parameters()[1]:fill(2)
    tester:assert(support.difference(copy:forward(x), module:forward(x)) == 0)
  end
  check('WeightNorm', nn.WeightNorm(nn.Linear(8, 3)), x)
  check('LayerNormalization', nn.LayerNormalization(8), x)
  -- a module of one's own that keeps a layer, and its weight under a second name
  local Mine = torch.class('module_test.Keeper', 'nn.Module', {})
  function Mine:__init()
    nn.Module.__init(self)
    self.inner, self.weight = nn.Linear(8, 3), torch.rand(2, 3)
    self.same = self.weight
  end
  function Mine:updateOutput(features)
    self.output = self.inner:forward(features) + self.same
    return self.output
  end
  local mine = torch.getconstructortable('module_test.Keeper')()
  local copy = check('a module of one\'s own', mine, x)
  tester:assert(rawequal(copy.same, copy.weight) and same_memory(copy.same, mine.weight))
  tester:assert(not same_memory(copy.inner.weight, mine.inner.weight))
end

-- Within a module and, with a cache, between modules: what shared memory still does.
function suite.types_keep_sharing()
  local a, b = nn.Linear(3, 2), nn.Linear(3, 2)
  b:share(a, 'weight', 'gradWeight')
  local m = nn.Sequential():add(a):add(b)
  tester:eq(m:type(), 'torch.DoubleTensor')
  tester:assert(rawequal(m:float(), m))
  tester:eq({m:type(), a:type(), torch.typename(b.gradBias)},
            {'torch.FloatTensor', 'torch.FloatTensor', 'torch.FloatTensor'})
  tester:assert(same_memory(a.weight, b.weight))
  local flat = m:double():getParameters()
  m:float()
  tester:assert(same_memory(a.weight, b.bias))
  tester:eq(a.weight:storage():size(), flat:nElement())

  local c, d = nn.Linear(3, 2), nn.Linear(3, 2)
  d:share(c, 'bias')
  local cache = {}
  c:float(cache)
  d:float(cache)
  tester:assert(same_memory(c.bias, d.bias) and not same_memory(c.weight, d.weight))
  nn.utils.recursiveType({c, {d}}, 'torch.DoubleTensor')
  tester:assert(same_memory(c.bias, d.bias))
  local shared_output = nn.Sequential():add(nn.Linear(2, 2))
  shared_output:float()
  tester:eq(torch.typename(shared_output.output), 'torch.FloatTensor')
end

function suite.unknown_types()
  local m = nn.Sequential():add(nn.Linear(2, 2))
  fails('nn.Sequential.type: there is no tensor type torch.FooTensor$',
        function() m:type('torch.FooTensor') end)
  fails('nn.MSECriterion.type: there is no tensor type 5', function() nn.MSECriterion():type(5) end)
  fails('nn.utils.recursiveType: there is no tensor type nil',
        function() nn.utils.recursiveType({m}) end)
  if not cutorch then
    fails("nn.Sequential.type: there is no tensor type torch.CudaTensor: require 'cutorch' comes first",
          function() m:cuda() end)
  end
  tester:eq({m:type(), m:get(1):type(), torch.type(m:get(1).weight)},
            {'torch.DoubleTensor', 'torch.DoubleTensor', 'torch.DoubleTensor'})
end

function suite.walking()
  local m = network()
  local names = {}
  m:apply(function(module) table.insert(names, torch.typename(module)) end)
  tester:eq(names, {'nn.Sequential', 'nn.Linear', 'nn.Tanh', 'nn.ConcatTable', 'nn.Linear', 'nn.Linear',
                    'nn.CAddTable'})
  local listed = {}
  for i, module in ipairs(m:listModules()) do
    listed[i] = torch.typename(module)
  end
  tester:eq(listed, names)
  local found, containers = m:findModules('nn.Linear')
  tester:eq(#found, 3)
  tester:assert(rawequal(containers[1], m) and rawequal(containers[3], m:get(3)))
  found, containers = m:findModules('nn.Sequential')
  tester:assert(rawequal(found[1], m) and rawequal(containers[1], m))
  local result = m:replace(function(module)
    return torch.typename(module) == 'nn.Tanh' and nn.ReLU() or module
  end)
  tester:assert(rawequal(result, m) and torch.typename(m:get(2)) == 'nn.ReLU')
end

function suite.modes_and_reset()
  local m = network()
  m:evaluate()
  tester:eq({m.train, m:get(3):get(1).train}, {false, false})
  m:training()
  tester:eq({m.train, m:get(3):get(1).train}, {true, true})
  torch.manualSeed(1)
  m:reset()
  local first = m:get(1).weight:clone()
  torch.manualSeed(1)
  m:reset()
  tester:assert(support.difference(m:get(1).weight, first) == 0)
  m:reset(0)
  tester:eq(support.largest(m:get(1).weight), 0)
end

function suite.call()
  local m, x = nn.Linear(2, 1), input(3, 2)
  tester:assert(rawequal(m(x), m.output))
  local output, gradInput = m(x, torch.Tensor(3, 1):fill(1))
  tester:assert(rawequal(output, m.output) and rawequal(gradInput, m.gradInput))
end

function suite.clear_state()
  local m, x = network(), input(3, 4)
  m:backward(x, m:forward(x))
  local output = m.output
  tester:assert(rawequal(m:clearState(), m))
  tester:eq({m.output:nElement(), m:get(1).gradInput:nElement(), #m:get(3).output}, {0, 0, 0})
  tester:eq(output:nElement(), 0)
  m:backward(x, m:forward(x))
end

-- Many small objects: each arrives with all its fields.
function suite.many_clones()
  local lost = 0
  for i = 1, 3000 do
    local c = nn.MSECriterion(i % 2 == 0)
    if i % 3 == 0 then c:forward(torch.Tensor(2), torch.Tensor(2)) end
    local copy = c:clone()
    if copy.sizeAverage ~= c.sizeAverage or not copy.gradInput then lost = lost + 1 end
  end
  tester:eq(lost, 0)
end

tester:add(suite):run()
