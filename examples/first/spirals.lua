-- Two spirals, 400 points: a network learns which of them a point lies on.
local torch = require 'torch'
local nn = require 'nn'
local optim = require 'optim'

torch.manualSeed(1)
torch.setdefaulttensortype('torch.FloatTensor')

-- The points (400x2) and their classes, 1 or 2.
local points, classes = torch.Tensor(400, 2), torch.Tensor(400)
for i = 1, 400 do
  local class = i % 2 + 1
  local radius = i / 400
  local angle = 8 * radius + class * math.pi + torch.normal(0, 0.1)
  points[i][1] = radius * math.cos(angle)
  points[i][2] = radius * math.sin(angle)
  classes[i] = class
end

local net = nn.Sequential()
net:add(nn.Linear(2, 64)):add(nn.ReLU())
net:add(nn.Linear(64, 64)):add(nn.ReLU())
net:add(nn.Linear(64, 2)):add(nn.LogSoftMax())
local criterion = nn.ClassNLLCriterion()

-- All parameters in one flat tensor, their gradients in another: what an optimizer works on.
local parameters, gradients = net:getParameters()

local function evaluate()
  gradients:zero()
  local output = net:forward(points)
  local loss = criterion:forward(output, classes)
  net:backward(points, criterion:backward(output, classes))
  return loss, gradients
end

local state = {learningRate = 0.01}
for step = 1, 300 do
  local _, loss = optim.adam(evaluate, parameters, state)
  if step % 100 == 0 then print(('step %d: loss %.3f'):format(step, loss[1])) end
end

local output, right = net:forward(points), 0
for i = 1, 400 do
  local guess = output[i][1] > output[i][2] and 1 or 2
  if guess == classes[i] then right = right + 1 end
end
print(('right: %.1f %%'):format(100 * right / 400))
