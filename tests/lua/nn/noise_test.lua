-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SpatialDropout, nn.VolumetricDropout, nn.WhiteNoise, nn.RReLU.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.off_zero

local makers = {
  SpatialDropout = function() return nn.SpatialDropout(0.4) end,
  VolumetricDropout = function() return nn.VolumetricDropout(0.4) end,
  WhiteNoise = function() return nn.WhiteNoise(0.5, 0.1) end,
  RReLU = function() return nn.RReLU() end,
}
local sizes = {VolumetricDropout = {{2, 3, 2, 2, 2}, {3, 2, 2, 2}}}

-- Without chance: in evaluation.
for name, make in pairs(makers) do
  suite[name] = function()
    for _, size in ipairs(sizes[name] or {{2, 3, 4, 5}, {3, 4, 5}}) do
      support.check_layer(tester, name, function()
        local m = make()
        m:evaluate()
        return m
      end, input(torch.LongStorage(size)))
      -- In training a backward goes with the forward before it.
      local m, x = make(), input(torch.LongStorage(size))
      for _, typename in ipairs {'torch.DoubleTensor', 'torch.FloatTensor'} do
        m:type(typename)
        x = x:type(typename)
        local y = m:forward(x):clone()
        local g = m:backward(x, x:clone():fill(1)):clone()
        if name ~= 'WhiteNoise' then
          local tolerance = typename == 'torch.DoubleTensor' and 1e-15 or 1e-6
          tester:assert(support.difference(torch.cmul(g, x), y) < tolerance, name)
        end
      end
      tester:eq(m:clearState().noise:nElement(), 0)
      tester:eq(m.output:nElement(), 0)
    end
    local x = input(torch.LongStorage((sizes[name] or {{2, 3, 4, 5}})[1]))
    tester:eq(support.leaked(function() support.run(make(), x) end), 0)
  end
end

-- The draws are those of torch's functions, in order; strided inputs get the same.
function suite.draws()
  local x = input(4, 5, 3, 2)
  for _, typename in ipairs {'torch.DoubleTensor', 'torch.FloatTensor'} do
    local xt = x:type(typename)
    torch.manualSeed(5)
    local y = nn.SpatialDropout(0.3):type(typename):forward(xt)
    local after = torch.uniform()
    torch.manualSeed(5)
    local mask = xt.new(4, 5, 1, 1):bernoulli(0.7)
    tester:eq(support.difference(y, torch.cmul(xt, mask:expandAs(xt))), 0)
    tester:eq(torch.uniform(), after)

    torch.manualSeed(5)
    y = nn.WhiteNoise(1, 0.2):type(typename):forward(support.strided(xt))
    torch.manualSeed(5)
    tester:eq(support.difference(y, xt + xt:clone():normal(1, 0.2)), 0)

    torch.manualSeed(5)
    local m = nn.RReLU(0.1, 0.7):type(typename)
    y = m:forward(support.strided(xt)):clone()
    torch.manualSeed(5)
    local expected = xt:clone()
    local flat, lower, upper = expected:view(-1), 0.1, 0.7
    if typename == 'torch.FloatTensor' then -- the bounds are floats there
      lower, upper = torch.FloatTensor {lower}[1], torch.FloatTensor {upper}[1]
    end
    for i = 1, flat:nElement() do
      if flat[i] <= 0 then flat[i] = flat[i] * xt.new {torch.uniform(lower, upper)}[1] end
    end
    tester:eq(support.difference(y, expected), 0)
    tester:assert(m.noise:min() >= 0.1 - 1e-7 and m.noise:max() == 1)
  end
end

function suite.planes()
  local m = nn.SpatialDropout(0.2)
  local y = m:forward(torch.Tensor(500, 3, 4):fill(1))
  local kept = 0
  for i = 1, 500 do
    tester:assert(y[i]:min() == y[i]:max(), 'a plane is kept or dropped as a whole')
    kept = kept + y[i][1][1]
  end
  tester:assert(kept > 350 and kept < 450, kept .. ' of 500 kept')
  m:evaluate()
  tester:eq(m:forward(torch.Tensor(2, 1, 1):fill(1)):view(-1):totable(), {0.8, 0.8})
  tester:eq(m:backward(torch.Tensor(2, 1, 1), torch.Tensor(2, 1, 1):fill(1)):view(-1):totable(),
            {0.8, 0.8})
  m = nn.VolumetricDropout(0.5, true)
  m:evaluate()
  m:setp(0.9)
  y = m:forward(torch.Tensor(200, 1, 1, 1):fill(1))
  tester:assert(y:sum() < 60 and y:min() == 0 and y:max() == 1)
end

function suite.RReLU_in_place()
  local x, g = input(3, 4), input(3, 4)
  for _, train in ipairs {true, false} do
    local apart, m = nn.RReLU(), nn.RReLU(nil, nil, true)
    apart.train, m.train = train, train
    torch.manualSeed(2)
    local y, gx = apart:forward(x):clone(), apart:backward(x, g):clone()
    torch.manualSeed(2)
    local x2, g2 = x:clone(), g:clone()
    tester:eq(support.difference(m:forward(x2), y), 0)
    tester:eq(support.difference(x2, y), 0)
    tester:eq(support.difference(m:backward(x2, g2), gx), 0)
    tester:eq(support.difference(g2, gx), 0)
  end
  tester:eq(nn.RReLU():forward(torch.Tensor {1, 2}):totable(), {1, 2})
end

function suite.texts()
  tester:eq(tostring(nn.SpatialDropout(0.25)), 'nn.SpatialDropout(0.250000)')
  tester:eq(tostring(nn.VolumetricDropout()), 'nn.VolumetricDropout(0.500000)')
  tester:eq(tostring(nn.WhiteNoise()), 'nn.WhiteNoise mean: 0.000000, std: 0.100000')
  tester:eq(tostring(nn.RReLU()), 'nn.RReLU (l:0.125000, u:0.333333)')
end

function suite.errors()
  fails('nn.SpatialDropout: input must have 3 to 4 dimensions, got DoubleTensor 2x3',
        function() nn.SpatialDropout():forward(torch.Tensor(2, 3)) end)
  fails('nn.VolumetricDropout: input must have 4 to 5 dimensions',
        function() nn.VolumetricDropout():forward(torch.Tensor(2, 3, 4)) end)
  fails('nn.RReLU: 0 <= lower <= upper must hold, got 0.5 and 0.1', function() nn.RReLU(0.5, 0.1) end)
  local m = nn.RReLU()
  m:forward(input(3))
  fails('nn.RReLU: gradOutput has sizes 2, the output has 3', function() m:backward(input(3), input(2)) end)
end

tester:add(suite):run()
