-- SPDX-License-Identifier: BSD-3-Clause
-- Making graphs: calls and operators of modules, split, nest, annotations, and what is refused.

local torch = require 'torch'
local checks = require 'support.checks'
local nngraph = require 'nngraph'
local graph, nn = _G.graph, _G.nn

local tests, tester = torch.TestSuite(), torch.Tester()

local function here()
  return debug.getinfo(2, 'l').currentline
end

local message = checks.message(tester)

local function fails(f, text)
  message(text, f)
end

local function output(net, ...)
  local input = ...
  return net:forward(input)[1]
end

function tests.calls()
  local x = nn.Identity()()
  tester:eq(torch.typename(x), 'nngraph.Node')
  tester:assert(torch.isTypeOf(x, 'graph.Node'))
  local linear = nn.Linear(1, 1)
  local y = linear(x)
  tester:assert(y.data.module == linear and y.data.mapindex[1] == x.data and y.data.mapindex[x.data] == 1)
  tester:assert(x.data.reverseMap[y] and y.children[1] == x)
  local z = nn.CAddTable()({y, x})
  tester:eq(z.data.mapindex[x.data], 2)
end

function tests.operators()
  local x = -nn.Identity()
  local h = x - nn.MulConstant(2) - nn.AddConstant(1)
  local net = nn.gModule({x}, {{h, x} - nn.CAddTable()})
  tester:eq(output(net, torch.Tensor {5}), 16)
end

function tests.criterions()
  local x, t = nn.Identity()(), nn.Identity()()
  local net = nn.gModule({x, t}, {{x, t} - nn.MSECriterion() - nn.MulConstant(10)})
  local input = {torch.Tensor {1, 3}, torch.Tensor {1, 1}}
  tester:eq(output(net, input), 20)
  local gradients = net:backward(input, torch.Tensor {1})
  tester:eq(gradients[1], torch.Tensor {0, 20})
  tester:eq(gradients[2], torch.Tensor {0, 0})
end

function tests.refusedCalls()
  local x, module = nn.Identity()(), nn.Identity()
  fails(function() nn.Tanh()(x, x) end, 'nn.Tanh: one node or one list of nodes expected, got 2 arguments')
  fails(function() nn.Tanh()(nil) end, 'nn.Tanh: inputs[1] is nil')
  fails(function() nn.Tanh()({}) end, 'nn.Tanh: cannot pass an empty table of inputs.')
  fails(function() nn.CAddTable()({x, nil, x}) end, 'nn.CAddTable: inputs[2] is nil')
  fails(function() nn.CAddTable()({x, module}) end,
        'nn.CAddTable: inputs[2] is an nn.Module, specifically a nn.Identity')
  fails(function() nn.Tanh()(torch.ones(1)) end,
        'inputs[1] should be an nngraph.Node but is of type torch.DoubleTensor')
  fails(function() nn.Tanh()({'x'}) end, 'inputs[1] should be an nngraph.Node but is of type string')
  fails(function() nn.CAddTable()({x, x}) end,
        'nn.CAddTable: inputs 1 and 2 are the same node; put nn.Identity()(node) in the place of one')
  local ok, err = pcall(function() nn.Tanh()(3) end)
  tester:assert(not ok and err:find('node_test.lua:' .. here() - 1 .. ': nn.Tanh: ', 1, true) ~= nil, err)
end

function tests.refusedGraphs()
  local function make(inputs, outputs, text)
    fails(function() nn.gModule(inputs, outputs) end, 'nn.gModule: ' .. text)
  end
  local x, y = nn.Identity()(), nn.Identity()()
  local place = '[' .. debug.getinfo(1, 'S').short_src .. ']:' .. here() - 1
  local h = nn.Tanh()(x)
  local at = here() - 1
  make({}, {h}, 'there are no inputs')
  make({x}, {}, 'there are no outputs')
  make(x, {h}, 'a list of inputs expected, got nngraph.Node')
  make({x}, 3, 'a list of outputs expected, got number')
  make({x}, {h, nil, h}, 'outputs[2] is nil')
  make({x}, {h, nn.Tanh()}, 'outputs[2] is an nn.Module, specifically a nn.Tanh')
  make({x, x}, {h}, 'inputs 1 and 2 are the same node')
  make({x}, {h, h}, 'outputs 1 and 2 are the same node')
  make({x, y}, {h}, 'inputs[2], the node declared at ' .. place)
  make({h}, {h}, 'inputs[1], the node declared at ' .. '[' .. debug.getinfo(1, 'S').short_src .. ']:' .. at)
  local sum = nn.CAddTable()({h, y})
  make({x}, {sum}, 'the node declared at ' .. place .. '_ has no inputs and is not an input of the graph')
  x, y = nn.Identity()(), nn.Identity()()
  local unused = nn.Tanh()(x)
  place = here() - 1
  make({x}, {nn.Sigmoid()(x)}, 'node declared on [' .. debug.getinfo(1, 'S').short_src .. ']:' .. place ..
       '_ does not connect to gmodule output')
  tester:assert(unused ~= nil)
  local first, second = y:split(2)
  make({y}, {first}, '1 of split(2) outputs from the node declared at ')
  -- Refusals changed nothing: the nodes still make a network.
  local net = nn.gModule({y}, {nn.CAddTable()({first, second})})
  tester:eq(output(net, {torch.ones(1), torch.ones(1)}), 2)
  make({y}, {nn.Tanh()(first)}, 'inputs[1], the node declared at ')
  local z = nn.Identity()()
  local out = nn.Tanh()(z)
  tester:assert(nn.gModule({z}, {out}) ~= nil)
  make({nn.Identity()()}, {nn.Tanh()(out)}, 'inputs[1], the node declared at ')
  local a, b = nn.Tanh()(), nn.Tanh()()
  a:add(b, true)
  b:add(a, true)
  make({a}, {b}, 'the graph has a cycle that leads to the node declared at ')
end

function tests.split()
  local x = nn.Identity()()
  local a, b, c = x:split(3)
  local net = nn.gModule({x}, {nn.JoinTable(1)({c, a, b})})
  tester:eq(net:forward {torch.Tensor {1}, torch.Tensor {2}, torch.Tensor {3}}, torch.Tensor {3, 1, 2})
  x = nn.Identity()()
  local only = x:split(1)
  net = nn.gModule({x}, {only})
  tester:eq(net:forward {torch.Tensor {7}}, torch.Tensor {7})
  tester:eq(net:backward({torch.Tensor {7}}, torch.Tensor {8}), {torch.Tensor {8}})
  fails(function() net:forward {torch.ones(1), torch.ones(1)} end,
        'nngraph.JustElement: a table of 1 element expected')
  for _, count in ipairs {0, 1.5, -2} do
    fails(function() x:split(count) end, 'nngraph.Node.split: the number of parts expected, got ' .. count)
  end
end

function tests.nest()
  local a, b, c = nn.Identity()(), nn.Identity()(), nn.Identity()()
  tester:assert(nngraph.nest(a) == a)
  local net = nn.gModule({a, b, c}, {nngraph.nest {a, {b}, {c, {a, b}}}, nngraph.nest {c}})
  local x, y, z = torch.ones(1), torch.ones(2), torch.ones(3)
  local result = net:forward {x, y, z}
  tester:eq(result, {{x, {y}, {z, {x, y}}}, {z}})
  local gradients = net:backward({x, y, z}, {{x, {y}, {z, {x, y}}}, {z}})
  tester:eq(gradients, {x * 2, y * 2, z * 2})
  fails(function() nngraph.nest {} end, 'nngraph.nest: nodes and tables of nodes expected, got table')
  fails(function() nngraph.nest {a, 3} end,
        'nngraph.nest: nodes and tables of nodes expected, got number')
  fails(function() nngraph.nest() end,
        'nngraph.nest: one node or one table of nodes expected, got 0 arguments')
end

function tests.annotations()
  local input = nn.Identity()()
  local hidden = nn.Tanh()(input):annotate {name = 'mine', description = 'what it is',
                                                  graphAttributes = {color = 'red'}}
  nngraph.annotateNodes()
  tester:eq(input.data.annotations.name, 'input')
  tester:eq(hidden.data.annotations.name, 'mine')
  local function inner() nngraph.annotateNodes(2) end
  local late = nn.Tanh()(hidden)
  inner()
  tester:eq(late.data.annotations.name, 'late')
  local net = nn.gModule({input}, {late})
  net:forward(torch.Tensor {1, 0 / 0})
  net:backward(torch.Tensor {1, 2}, torch.Tensor {1, math.huge})
  local text = net.fg:todot()
  for _, part in ipairs {'mine (', 'desc = what it is\\n', ' color=red', 'module = nn.Tanh',
                         'input = {Tensor[2]NaN}', 'gradOutput = {Tensor[2]inf}', 'tooltip="['} do
    tester:assert(text:find(part, 1, true) ~= nil, part .. ' is not in ' .. text)
  end
end

function tests.labels()
  local a, b = nn.Identity()(), nn.Identity()()
  local sum = nn.CAddTable()({a, b})
  local net = nn.gModule({a, b}, {sum}):float()
  net:forward {torch.FloatTensor(2, 3):fill(-math.huge), torch.FloatTensor(2, 3):zero()}
  tester:assert(sum:label():find('^module = nn.CAddTable\\linput = ' ..
                                 '{torch.FloatTensor%[2x3%]%-inf,' ..
                                 'torch.FloatTensor%[2x3%]}\\lmapindex = {Node%d,Node%d}$') ~= nil,
                sum:label())
  local simple = nngraph.simple_print.todot(net.fg, 'simple')
  tester:assert(simple:find('n1[label=', 1, true) ~= nil, simple)
  tester:assert(not simple:find('n2', 1, true), simple)
  local x = nn.Identity()()
  local h = nn.Identity()(nn.Tanh()(x))
  net = nn.gModule({x}, {nn.CAddTable()({nn.Sigmoid()(h), nn.ReLU()(h)})})
  simple = nngraph.simple_print.todot(net.fg)
  tester:eq(select(2, simple:gsub('%->', '')), 4)
  tester:eq(select(2, simple:gsub('label', '')), 4)
end

-- Without graphviz the picture is missing, not the error.
function tests.debug()
  local x = nn.Identity()()
  local net = nn.gModule({x}, {nn.Linear(2, 2)(x)})
  net.name = os.tmpname()
  local stderr, written = io.stderr, {}
  io.stderr = {write = function(_, text) table.insert(written, text) end} -- luacheck: ignore
  nngraph.setDebug(true)
  local ok, err = pcall(net.forward, net, torch.ones(3))
  nngraph.setDebug(false)
  pcall(net.forward, net, torch.ones(3))
  io.stderr = stderr -- luacheck: ignore
  tester:assert(not ok and err:find('nn.gModule[2].nn.Linear: ', 1, true) ~= nil, err)
  tester:eq(#written, 1)
  tester:assert(written[1]:find('^nngraph: the failed graph is ') ~= nil, written[1])
  local file = assert(io.open(net.name .. '.dot'))
  tester:assert(file:read('*a'):find('red') ~= nil)
  file:close()
  for _, ending in ipairs {'', '.dot', '.svg'} do
    os.remove(net.name .. ending)
  end
end

function tests.verbose()
  local x = nn.Identity()()
  local net = nn.gModule({x}, {nn.Tanh()(x)})
  net.verbose = true
  local print_, lines = _G.print, {}
  _G.print = function(text) table.insert(lines, text) end -- luacheck: ignore
  net:forward(torch.ones(1))
  _G.print = print_ -- luacheck: ignore
  tester:eq(#lines, 4)
  tester:assert(graph ~= nil and lines[3]:find('nn.Tanh', 1, true) ~= nil)
end

tester:add(tests):run()
