-- SPDX-License-Identifier: BSD-3-Clause
-- The random functions against the streams recorded from Torch7, generators and their states.

local torch = require 'torch'
local elements = require('support.checks').elements

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
local json = require 'support.json'
local recorded = json.read(folder .. '/../../golden/rng.json')

local tester = torch.Tester()
local suite = torch.TestSuite()

local function printed(list)
  local texts = {}
  for i, value in ipairs(list) do texts[i] = ('%.14g'):format(value) end
  return table.concat(texts, ' ')
end

-- Checks a tensor-valued and, where there is one, a number-valued form of each recorded stream.
local function check(key, tensor_form, number_form)
  for _, one in ipairs(recorded) do
    local expected = printed(one[key])
    torch.manualSeed(one.seed)
    tester:eq(printed(elements(tensor_form(#one[key]))), expected, key .. ', seed ' .. one.seed)
    if number_form then
      local list = {}
      torch.manualSeed(one.seed)
      for i = 1, #one[key] do list[i] = number_form() end
      tester:eq(printed(list), expected, key .. ', singly, seed ' .. one.seed)
    end
  end
end

local function double(n) return torch.DoubleTensor(n) end
local function float(n) return torch.FloatTensor(n) end

function suite.recorded_streams()
  check('random', function(n) return double(n):random() end, function() return torch.random() end)
  check('random_1_6', function(n) return torch.LongTensor(n):random(6) end,
        function() return torch.random(1, 6) end)
  check('rand', function(n) return torch.rand(n) end, function() return torch.uniform() end)
  check('rand_float', function(n) return float(1):rand(n) end)
  check('uniform_m2_3', function(n) return double(n):uniform(-2, 3) end,
        function() return torch.uniform(-2, 3) end)
  check('randn', function(n) return torch.randn(n) end, function() return torch.normal() end)
  check('randn_float', function(n) return torch.randn(float(1), n) end)
  check('randn_16', function(n) return double(n):normal(1, 2) end,
        function() return torch.normal(1, 2) end)
  check('randn_float_40', function(n) return float(n):normal() end)
  check('randperm', function(n) return torch.randperm(n) end)
  check('bernoulli_03', function(n) return torch.ByteTensor(n):bernoulli(0.3) end,
        function() return torch.bernoulli(0.3) end)
  check('exponential_2', function(n) return double(n):exponential(2) end,
        function() return torch.exponential(2) end)
  check('cauchy', function(n) return double(n):cauchy() end, function() return torch.cauchy() end)
  check('lognormal', function(n) return double(n):logNormal() end,
        function() return torch.logNormal() end)
  check('geometric_04', function(n) return torch.IntTensor(n):geometric(0.4) end,
        function() return torch.geometric(0.4) end)
  local weights = torch.DoubleTensor {0.1, 0.2, 0.3, 0.4}
  check('multinomial_repl', function(n) return torch.multinomial(weights, n, true) end)
  check('multinomial_norepl', function(n) return torch.multinomial(weights, n) end)
end

function suite.non_contiguous_results_are_drawn_in_order()
  torch.manualSeed(3)
  local straight = double(4000):normal():view(40, 100)
  torch.manualSeed(3)
  local crooked = torch.DoubleTensor(100, 40):t():normal()
  tester:eq(crooked:isContiguous(), false)
  local equal = true
  for i = 1, 40 do
    for j = 1, 100 do equal = equal and crooked[i][j] == straight[i][j] end
  end
  tester:eq(equal, true)
end

function suite.every_type()
  for _, name in ipairs {'Byte', 'Char', 'Short', 'Int', 'Long', 'Half', 'Float', 'Double'} do
    local t = torch[name .. 'Tensor'](10)
    torch.manualSeed(1)
    tester:eq(rawequal(t, t:random(1, 6)), true)
    tester:eq(printed(elements(t)):sub(1, 11), '2 6 1 3 2 2', name)
    t:random()
    t:geometric(0.5)
    t:bernoulli()
    t:bernoulli(torch.FloatTensor(10):fill(1))
    tester:eq(printed(elements(t)), '1 1 1 1 1 1 1 1 1 1', name)
    t:randperm(5)
    local sum = 0
    for i = 1, 5 do sum = sum + t[i] end
    tester:eq(sum, 15, name)
  end
  for _, name in ipairs {'Byte', 'Char', 'Short', 'Int', 'Long'} do
    for _, method in ipairs {'uniform', 'normal', 'cauchy', 'logNormal', 'exponential'} do
      tester:assertErrorPattern(function() local t = torch[name .. 'Tensor'](3) t[method](t, 1, 1) end,
        method == 'exponential' and 'do not fit' or
        'torch%.' .. method .. ': ' .. name .. ' elements cannot hold real numbers')
    end
  end
end

function suite.generators()
  torch.manualSeed(0)
  local other = torch.Generator()
  tester:eq(torch.typename(other), 'torch.Generator')
  torch.manualSeed(other, 0)
  tester:eq(torch.random(), 2357136044)
  tester:eq(torch.random(other), 2357136044)
  tester:eq(torch.random(other), 2546248239)
  tester:eq(torch.random(torch._gen), 2546248239)
  torch.manualSeed(other, 123)
  tester:eq(printed {torch.uniform(other)}, '0.69646918727085')
  tester:eq(printed(elements(torch.rand(other, 1))), '0.71295532141812')
  torch.manualSeed(other, 123)
  local t = float(2)
  t:uniform(other)
  tester:eq(printed {t[1]}, '0.69646918773651')
  tester:eq(torch.initialSeed(other), 123)
  tester:eq(torch.initialSeed(), 0)
  local seed = torch.seed(other)
  tester:eq(torch.initialSeed(other), seed)
  local first = torch.random(other)
  torch.manualSeed(other, seed)
  tester:eq(torch.random(other), first)
  torch.manualSeed(-1)
  local negative = torch.random()
  torch.manualSeed(4294967295)
  tester:eq(torch.random(), negative)
end

function suite.states()
  torch.manualSeed(123)
  torch.normal()
  local state = torch.getRNGState()
  tester:eq(state:nElement(), 5048)
  local a, b = torch.normal(), torch.uniform()
  tester:eq(rawequal(torch.setRNGState(state), state), true)
  tester:eq(torch.normal(), a)
  tester:eq(torch.uniform(), b)
  local gen = torch.Generator()
  torch.setRNGState(gen, state)
  tester:eq(torch.normal(gen), a)
  tester:assertErrorPattern(function() torch.setRNGState(torch.ByteTensor(10)) end,
    'torch%.setRNGState: a generator state has 5048 bytes, not 10')
end

function suite.wrong_arguments()
  local function fails(pattern, f, ...)
    local arguments = {...}
    tester:assertErrorPattern(function() f(unpack(arguments)) end, pattern)
  end
  fails('torch%.normal: the standard deviation must be positive, not %-1', torch.normal, 0, -1)
  fails('torch%.geometric: the probability must be between 0 and 1, not 2', torch.geometric, 2)
  fails('torch%.bernoulli: the probability must be in %[0, 1%], not %-1', torch.bernoulli, -1)
  fails('torch%.random: the upper bound 1 is below the lower bound 2', torch.random, 2, 1)
  fails('torch%.randperm: the number of elements must be positive, not 0', torch.randperm, 0)
  fails('torch%.randperm: Byte elements cannot count to 300', torch.randperm, torch.ByteTensor(), 300)
  fails('torch%.uniform: arguments %(\'x\'%) do not fit', torch.uniform, 'x')
  fails('torch%.manualSeed: %-?nan is no seed', torch.manualSeed, 0 / 0)
  fails('torch%.bernoulli: sizes 2 and 3 do not match', torch.bernoulli, double(3), double(2))
  fails('torch%.bernoulli: the probability must be in %[0, 1%], not 3', torch.bernoulli, double(3),
    double(3):fill(3))
  local p = torch.DoubleTensor {1, 0, 2}
  fails('torch%.multinomial: cannot draw 3 samples without replacement: only 2 of 3', torch.multinomial,
    p, 3)
  fails('torch%.multinomial: the number of samples must be positive, not 0', torch.multinomial, p, 0)
  fails('torch%.multinomial: probabilities must be a vector or a matrix', torch.multinomial,
    torch.DoubleTensor(2, 2, 2), 1)
end

function suite.multinomial_by_rows()
  torch.manualSeed(1)
  local p = torch.FloatTensor {{0, 1, 0}, {0, 0, 5}}
  local drawn = torch.multinomial(p, 4, true)
  tester:eq(torch.typename(drawn), 'torch.LongTensor')
  tester:eq(drawn:size(1), 2)
  tester:eq(drawn:size(2), 4)
  for j = 1, 4 do
    tester:eq(drawn[1][j], 2)
    tester:eq(drawn[2][j], 3)
  end
  local result = torch.LongTensor()
  tester:eq(rawequal(torch.multinomial(result, p, 1), result), true)
  tester:eq(result:nElement(), 2)
end

function suite.multinomial_alias()
  local p = torch.DoubleTensor{0.8, 0, 0.2}
  local state = torch.multinomialAliasSetup(p)
  tester:eq({torch.type(state[1]), torch.type(state[2])}, {'torch.LongTensor', 'torch.DoubleTensor'})
  tester:eq(state[1]:totable(), {1, 1, 1})
  local out = torch.LongTensor(2, 6000)
  torch.manualSeed(2)
  local drawn = torch.multinomialAlias(out:view(-1), state)
  tester:eq(drawn:size():totable(), {12000})
  tester:eq(out:eq(2):sum(), 0)
  tester:eq(out:eq(1):double():mean(), 0.8, 0.02)
  -- a state is used again, also for floats and for a result that is not contiguous
  local again = {torch.LongTensor(), torch.FloatTensor()}
  tester:assert(rawequal(torch.multinomialAliasSetup(torch.FloatTensor{0, 1}, again), again))
  tester:eq(again[2]:size(1), 2)
  local column = torch.LongTensor(3, 2):fill(7):select(2, 2)
  tester:eq(torch.multinomialAlias(column, again):totable(), {2, 2, 2})
  -- both with a generator of their own
  local one, other = torch.Generator(), torch.Generator()
  torch.manualSeed(one, 5)
  torch.manualSeed(other, 5)
  local a = torch.multinomialAlias_(torch.LongTensor(50), one, state[1], state[2])
  local b = torch.multinomialAlias_(torch.LongTensor(50), other, state[1], state[2])
  tester:eq(a:totable(), b:totable())
  tester:assertErrorPattern(function() torch.multinomialAlias(out, 3) end,
    'torch%.multinomialAlias: a state of torch%.multinomialAliasSetup expected, got number')
  tester:assertErrorPattern(function() torch.multinomialAliasSetup(torch.DoubleTensor(2, 2):fill(1)) end,
    'torch%.multinomialAliasSetup_: probabilities must be a vector, got DoubleTensor 2x2')
  tester:assertErrorPattern(function() torch.multinomialAliasSetup(double(1):fill(-1)) end,
    'torch%.multinomialAliasSetup_: probability 1 is %-1')
end

function suite.states_into_a_tensor_of_the_callers()
  local gen, state = torch.Generator(), torch.ByteTensor()
  tester:assert(rawequal(torch.getRNGState(gen, state), state))
  local number = torch.random(gen)
  tester:assert(rawequal(torch.setRNGState(gen, state), state))
  tester:eq(torch.random(gen), number)
  tester:assert(rawequal(torch.getRNGState(state), state))
end

function suite.uniform_numbers_are_below_their_bound()
  for _, name in ipairs {'Half', 'BFloat16', 'Float', 'Double'} do
    for _, bounds in ipairs {{0, 1}, {-1, 0}, {1, 3}, {-3, -1}, {2, 1}} do
      local a, b = unpack(bounds)
      local t = torch[name .. 'Tensor'](40, 500):t():uniform(a, b):double()
      if a < b then
        tester:assert(t:min() >= a and t:max() < b, name)
      else
        tester:assert(t:min() > b and t:max() <= a, name)
      end
    end
  end
end

function suite.expanded_results_are_refused()
  tester:assertErrorPattern(function() double(1):expand(3):uniform() end,
    'torch%.uniform: .*expanded tensor')
end

tester:add(suite):run()
