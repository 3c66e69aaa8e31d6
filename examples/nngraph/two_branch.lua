-- SPDX-License-Identifier: BSD-3-Clause
-- A network with two inputs that is not a chain: is a point, turned by an angle, right of the origin?
-- One branch reads the point, the other the angle; a layer takes both and the point once more.
local torch = require 'torch'
local nn = require 'nn'
local optim = require 'optim'
require 'nngraph'

torch.manualSeed(1)
torch.setdefaulttensortype('torch.FloatTensor')

-- A module called without arguments is an input node; called with nodes, a node that computes the
-- module of their outputs. `a - module` is module(a).
local point, angle = nn.Identity()(), nn.Identity()()
local seen = nn.Tanh()(nn.Linear(2, 16)(point))
local turn = angle - nn.Linear(1, 16) - nn.Tanh() - nn.Linear(16, 16) - nn.Tanh()
local product = nn.CMulTable()({seen, turn}):annotate {name = 'product'}
local both = nn.JoinTable(2)({product, seen, turn, point})
local score = nn.Sigmoid()(nn.Linear(16, 1)(nn.ReLU()(nn.Linear(50, 16)(both))))
local net = nn.gModule({point, angle}, {score})
local criterion = nn.BCECriterion()

-- n points (n x 2), angles (n x 1) and answers (n x 1), 0 or 1.
local function examples(n)
  local points, angles = torch.Tensor(n, 2):uniform(-1, 1), torch.Tensor(n, 1):uniform(0, math.pi)
  local x = torch.cmul(points:narrow(2, 1, 1), torch.cos(angles)) -
            torch.cmul(points:narrow(2, 2, 1), torch.sin(angles))
  return {points, angles}, x:gt(0):float()
end

local parameters, gradients = net:getParameters()
local state = {learningRate = 0.01}
local loss
for _ = 1, 500 do
  local input, target = examples(64)
  local function evaluate()
    gradients:zero()
    loss = criterion:forward(net:forward(input), target)
    net:backward(input, criterion:backward(net.output, target))
    return loss, gradients
  end
  optim.adam(evaluate, parameters, state)
end
print(('loss: %.3f'):format(loss))

-- What is inside: a node is found again by its name, its module has its latest output.
for _, node in ipairs(net.forwardnodes) do
  if node.data.annotations.name == 'product' then
    print('product: ' .. tostring(node.data.module.output:size(2)) .. ' values a point')
  end
end

local input, target = examples(1000)
local right = net:forward(input):gt(0.5):float():eq(target):sum()
print(('right: %.1f %%'):format(right / 10))
-- With graphviz installed: graph.dot(net.fg, 'two branches', 'two_branch') draws two_branch.svg.
