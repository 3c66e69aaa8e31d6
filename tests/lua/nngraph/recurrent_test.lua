-- SPDX-License-Identifier: BSD-3-Clause
-- Steps of recurrent networks as graphs, as character models build them, against the same steps written
-- with tensor functions; then unrolled in time with shared parameters.

local torch = require 'torch'
local support = require 'lua.nn.support'
local nngraph = require 'nngraph'
local nn = _G.nn

local tests, tester = torch.TestSuite(), torch.Tester()
local batch, inputs, hidden = 4, 3, 5

local function same(a, b, tolerance)
  local difference = support.difference(a, b)
  tester:assert(difference <= (tolerance or 1e-13), 'differs by ' .. difference)
end

-- {x, c, h} to {c', h'}; the four gates are columns of one matrix product.
local function lstm()
  local x, c, h = nn.Identity()(), nn.Identity()(), nn.Identity()()
  local sums = nn.CAddTable()({nn.Linear(inputs, 4 * hidden)(x), nn.Linear(hidden, 4 * hidden)(h)})
  local i, f, o, g = nn.SplitTable(2)(nn.Reshape(4, hidden)(sums)):split(4)
  local new_c = nn.CAddTable()({nn.CMulTable()({nn.Sigmoid()(f), c}),
                                nn.CMulTable()({nn.Sigmoid()(i), nn.Tanh()(g)})})
  local new_h = nn.CMulTable()({nn.Sigmoid()(o), nn.Tanh()(new_c)})
  nngraph.annotateNodes()
  return nn.gModule({x, c, h}, {new_c, new_h})
end

local function affine(linear, x)
  return x * linear.weight:t() + linear.bias:view(1, -1):expand(x:size(1), linear.bias:size(1))
end

local function sigmoid(x)
  return torch.cinv(torch.exp(-x) + 1)
end

local function lstm_by_hand(net, x, c, h)
  local linears = net:findModules('nn.Linear')
  local a = affine(linears[1], x) + affine(linears[2], h)
  local function part(k) return a:narrow(2, (k - 1) * hidden + 1, hidden) end
  local new_c = torch.cmul(sigmoid(part(2)), c) + torch.cmul(sigmoid(part(1)), torch.tanh(part(4)))
  return {new_c, torch.cmul(sigmoid(part(3)), torch.tanh(new_c))}
end

-- {x, h} to h' with an update and a reset gate. The layers are left in the table `layers`.
local function gru(layers)
  layers = layers or {}
  local x, h = nn.Identity()(), nn.Identity()()
  local function sum(name, state)
    layers[name] = {nn.Linear(inputs, hidden), nn.Linear(hidden, hidden)}
    return nn.CAddTable()({layers[name][1](x), layers[name][2](state)})
  end
  local update = nn.Sigmoid()(sum('update', h))
  local reset = nn.Sigmoid()(sum('reset', h))
  local candidate = nn.Tanh()(sum('candidate', nn.CMulTable()({reset, h})))
  local kept = nn.CMulTable()({nn.AddConstant(1)(nn.MulConstant(-1)(update)), h})
  return nn.gModule({x, h}, {nn.CAddTable()({kept, nn.CMulTable()({update, candidate})})})
end

local function gru_by_hand(layers, x, h)
  local function sum(name, state)
    return affine(layers[name][1], x) + affine(layers[name][2], state)
  end
  local update, reset = sigmoid(sum('update', h)), sigmoid(sum('reset', h))
  local candidate = torch.tanh(sum('candidate', torch.cmul(reset, h)))
  return torch.cmul(-update + 1, h) + torch.cmul(update, candidate)
end

local function states(count)
  local list = {}
  for i = 1, count do
    list[i] = torch.randn(batch, i == 1 and inputs or hidden)
  end
  return list
end

function tests.lstm()
  torch.manualSeed(4)
  local net = lstm()
  local input = states(3)
  same(net:forward(input), lstm_by_hand(net, input[1], input[2], input[3]))
  support.check_layer(tester, 'an LSTM step', lstm, input)
  local names = {}
  for _, node in ipairs(net.forwardnodes) do
    local name = node.data.annotations.name
    if name then names[name] = node end
  end
  tester:assert(names.new_c.data.module and names.x.data.mapindex[1].selectindex == 1)
end

function tests.gru()
  torch.manualSeed(5)
  local layers = {}
  local net = gru(layers)
  local input = states(2)
  same(net:forward(input), gru_by_hand(layers, input[1], input[2]))
  support.check_layer(tester, 'a GRU step', function() return gru() end, input)
end

-- Clones that share parameters are run one after the other; backward in the reverse order adds up the
-- gradients. Against finite differences of the sum of the last h.
function tests.unrolled()
  torch.manualSeed(6)
  local steps, net = 3, lstm()
  local parameters, gradients = net:getParameters()
  local clones = {}
  for t = 1, steps do
    clones[t] = net:clone('weight', 'bias', 'gradWeight', 'gradBias')
  end
  local xs = torch.randn(steps, batch, inputs)
  local function forward()
    local c, h = torch.zeros(batch, hidden), torch.zeros(batch, hidden)
    local seen = {}
    for t = 1, steps do
      seen[t] = {xs[t], c, h}
      c, h = unpack(clones[t]:forward(seen[t]))
    end
    return h:sum(), seen
  end
  local _, seen = forward()
  gradients:zero()
  local dc, dh = torch.zeros(batch, hidden), torch.ones(batch, hidden)
  for t = steps, 1, -1 do
    local _, c, h = unpack(clones[t]:backward(seen[t], {dc, dh}))
    dc, dh = c, h
  end
  local expected = gradients:clone():zero()
  for k = 1, parameters:nElement() do
    local value, step = parameters[k], 1e-5
    parameters[k] = value + step
    local above = forward()
    parameters[k] = value - step
    expected[k] = (above - forward()) / (2 * step)
    parameters[k] = value
  end
  same(gradients, expected, 1e-8)
end

-- An unrolled network in one graph: the same layer's node for each step, parameters shared.
function tests.oneGraph()
  torch.manualSeed(7)
  local cell = nn.Linear(inputs + hidden, hidden)
  local h = nn.Identity()()
  local nodes, state = {h}, h
  for t = 2, 4 do
    nodes[t] = nn.Identity()()
    local own = cell:clone('weight', 'bias', 'gradWeight', 'gradBias')
    state = nn.Tanh()(own(nn.JoinTable(2)({nodes[t], state})))
  end
  local net = nn.gModule(nodes, {state})
  local input = {torch.randn(batch, hidden)}
  for t = 2, 4 do
    input[t] = torch.randn(batch, inputs)
  end
  tester:eq((net:getParameters()):nElement(), hidden * (inputs + hidden + 1))
  local expected = input[1]
  for t = 2, 4 do
    expected = torch.tanh(affine(net:findModules('nn.Linear')[1], torch.cat(input[t], expected, 2)))
  end
  same(net:forward(input), expected)
  local loaded = torch.deserialize(torch.serialize(net))
  tester:eq((loaded:getParameters()):nElement(), hidden * (inputs + hidden + 1))
  same(loaded:forward(input), expected)
end

tester:add(tests):run()
