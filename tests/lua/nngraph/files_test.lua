-- SPDX-License-Identifier: BSD-3-Clause
-- Graphs in files: what is one object stays one, old versions load, a file needs no require 'nngraph'.

local torch = require 'torch'
require 'nn'
local nn = _G.nn

local tests, tester = torch.TestSuite(), torch.Tester()

-- Before anything else: the classes load on their own, and calls of modules still run them.
function tests.a_withoutThePackage()
  tester:assert(_G.nngraph == nil and package.loaded['nngraph'] == nil)
  local first = 0
  while arg[first - 1] do first = first - 1 end
  local name = os.tmpname()
  local program = ('"%s" -e "require \'nngraph\'; local x = nn.Identity()(); ' ..
                   'torch.save(\'%s\', nn.gModule({x}, {nn.MulConstant(3)(x), nngraph.nest {x}}))"')
  tester:assert((os.execute(program:format(arg[first], name))))
  local net = torch.load(name)
  os.remove(name)
  tester:eq(net:forward(torch.ones(1)), {torch.Tensor {3}, {torch.ones(1)}})
  tester:eq(nn.MulConstant(2)(torch.ones(1)), torch.Tensor {2})
  tester:eq(nn.MSECriterion()(torch.ones(1), torch.ones(1) * 3), 4)
  tester:assert(_G.nngraph == nil)
end

local function build()
  require 'nngraph'
  local x, y = nn.Identity()(), nn.Identity()()
  local h = nn.Linear(2, 2)(x):annotate {name = 'the layer'}
  return nn.gModule({x, y}, {nn.CAddTable()({h, y}), h})
end

function tests.identities()
  local net = build()
  local input = {torch.randn(2), torch.randn(2)}
  local output = net:forward(input)
  for _, format in ipairs {'binary', 'ascii'} do
    local copy = torch.deserialize(torch.serialize(net, format), format)
    tester:eq(copy:forward(input), output)
    local found
    for _, node in ipairs(copy.forwardnodes) do
      tester:assert(torch.typename(node) == 'nngraph.Node')
      if node.data.annotations.name == 'the layer' then found = node end
      local twins = 0
      for _, other in ipairs(copy.backwardnodes) do
        if rawequal(other.data, node.data) then twins = twins + 1 end
      end
      tester:eq(twins, 1)
      tester:assert(copy.fg.nodes[node] ~= nil)
    end
    local layer = copy:findModules('nn.Linear')[1]
    tester:assert(rawequal(found.data.module, layer), 'a node has the module of the list')
    tester:assert(rawequal(copy.output, copy.outnode.data.input))
    copy:backward(input, output)
    tester:eq(copy.gradInput[2], output[1])
    copy:zeroGradParameters()
    copy:backward(input, output)
    tester:eq(layer.gradBias, output[1] + output[2])
  end
end

function tests.oldVersions()
  local net = build()
  local input = {torch.randn(2), torch.randn(2)}
  local output = net:forward(input)
  net.modules, net._type = nil, nil
  local copy = torch.deserialize(torch.serialize(net))
  tester:eq(#copy.modules, 4)
  tester:eq(copy:forward(input), output)
  tester:eq(#copy:parameters(), 2)
  -- Without nInputs: the number of edges from the top node, which old versions split right there.
  local x = nn.Identity()()
  net = nn.gModule({x}, {nn.MulConstant(2)(x)})
  net.nInputs = nil
  tester:eq(torch.deserialize(torch.serialize(net)):forward(torch.ones(1)), torch.Tensor {2})
end

function tests.users()
  local Twice = torch.class('nngraph_test.Twice', 'nn.Module', {})
  function Twice:updateOutput(input)
    self.output = input * 2
    return self.output
  end
  function Twice:updateGradInput(_, gradOutput)
    self.gradInput = gradOutput * 2
    return self.gradInput
  end
  local x = nn.Identity()()
  local net = nn.gModule({x}, {Twice.new()(x)})
  local copy = net:clone()
  tester:eq(copy:forward(torch.ones(2)), torch.ones(2) * 2)
  tester:eq(copy:backward(torch.ones(2), torch.ones(2)), torch.ones(2) * 2)
end

function tests.cleared()
  local net = build()
  local input = {torch.randn(2), torch.randn(2)}
  local output = net:forward(input)
  net:backward(input, {output[1]:clone(), output[2]:clone()})
  local before = #torch.serialize(net)
  tester:assert(#torch.serialize(net:clearState()) < before)
  local result = torch.deserialize(torch.serialize(net)):forward(input)
  tester:eq(#result, 2)
end

tester:add(tests):run()
