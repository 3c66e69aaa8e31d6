-- SPDX-License-Identifier: BSD-3-Clause
-- optim.sgd and optim.adam: the paths recorded from Torch7, the two ways of computing an update
-- against each other, options, state and errors.

local torch = require 'torch'
local optim = require 'optim'
local paths = require 'paths'

local tester = torch.Tester()
local suite = torch.TestSuite()

-- (1 - a)^2 + 100 (b - a^2)^2
local function rosenbrock(x)
  local a, b = x[1], x[2]
  local gradient = torch.DoubleTensor { -2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a) }
  return (1 - a) ^ 2 + 100 * (b - a * a) ^ 2, gradient
end

function suite.paths_recorded_from_torch7()
  local json = require 'support.json'
  local recorded = json.read(paths.thisfile('../../golden/optim.json'))
  tester:eq(#recorded, 4)
  for _, one in ipairs(recorded) do
    local x, state = torch.DoubleTensor { -0.5, 1.5 }, {}
    for step, point in ipairs(one.x) do
      local where = one.name .. ' step ' .. step
      local back, values = optim[one.name](rosenbrock, x, one.config, state)
      tester:assert(back == x, where)
      tester:eq(#values, 1)
      -- Relative, with 1 as the least: the recording has 14 digits.
      tester:eq(values[1], one.f[step], 1e-10 * math.max(1, math.abs(one.f[step])), where)
      tester:eq({ x[1], x[2] }, point, 1e-10 * math.max(1, math.abs(point[1]), math.abs(point[2])), where)
    end
  end
end

local kOptions = {
  { 'sgd', {} },
  { 'sgd', { learningRate = 0.1, learningRateDecay = 0.5 } },
  { 'sgd', { learningRate = 0.1, weightDecay = 0.01 } },
  { 'sgd', { learningRate = 0.1, momentum = 0.9 } },
  { 'sgd', { learningRate = 0.1, momentum = 0.9, dampening = 0.3, weightDecay = 0.01 } },
  { 'sgd', { learningRate = 0.1, momentum = 0.9, dampening = 0, nesterov = true } },
  { 'sgd', { learningRate = 0.1, momentum = 0.9, dampening = 0, nesterov = true, weightDecay = 0.1 } },
  { 'adam', {} },
  { 'adam', { learningRate = 0.01, learningRateDecay = 0.1, beta1 = 0.8, beta2 = 0.99, epsilon = 1e-4 } },
  { 'adam', { learningRate = 0.01, weightDecay = 0.01 } },
}

-- Numbers between -1 and 1, different for each seed.
local function noise(make, n, seed)
  local values = {}
  for i = 1, n do values[i] = math.sin(seed * 100 + i * i) end
  return make(values)
end

local function largest_difference(a, b)
  local worst = 0
  for i = 1, a:nElement() do
    worst = math.max(worst, math.abs(a[i] - b[i]) / (1 + math.abs(b[i])))
  end
  return worst
end

local function copied(options)
  local copy = {}
  for key, value in pairs(options) do copy[key] = value end
  return copy
end

-- Runs three steps; `composed` makes the engine say that it has no kernel for the tensors.
local function three_steps(method, options, make, composed)
  local native = require('tocha').optim
  local fuses = native.fuses
  if composed then native.fuses = function() return false end end
  local n = 37
  local x = noise(make, n, 1)
  local state, gradient = {}, nil
  local ok, message = pcall(function()
    for i = 1, 3 do
      gradient = noise(make, n, i + 1)
      optim[method](function() return 0, gradient end, x, copied(options), state)
    end
  end)
  native.fuses = fuses
  if not ok then error(message, 0) end
  return x, gradient, state
end

function suite.one_pass_equals_the_operators()
  for _, case in ipairs(kOptions) do
    local method, options = case[1], case[2]
    for make, tolerance in pairs { [torch.DoubleTensor] = 2e-15, [torch.FloatTensor] = 1e-6 } do
      local x, gradient, state = three_steps(method, options, make, false)
      local x2, gradient2, state2 = three_steps(method, options, make, true)
      tester:assertle(largest_difference(x, x2), tolerance, method .. ' x')
      tester:assertle(largest_difference(gradient, gradient2), tolerance, method .. ' df/dx')
      state2.denom = nil -- the operators' own
      for field, value in pairs(state2) do
        if torch.isTensor(value) then
          tester:assertle(largest_difference(state[field], value), tolerance, method .. ' ' .. field)
        else
          tester:eq(state[field], value, method .. ' ' .. field)
        end
      end
      for field in pairs(state) do tester:assert(state2[field] ~= nil, field) end
    end
  end
end

function suite.state_is_in_the_open()
  local x = torch.DoubleTensor { 1, 2 }
  local config = { learningRate = 0.5, momentum = 0.9, dampening = 0 }
  local function opfunc() return 7, torch.DoubleTensor { 1, -1 } end
  optim.sgd(opfunc, x, config)
  tester:eq(config.evalCounter, 1, 'config is the state where none is given')
  tester:eq({ config.dfdx[1], config.dfdx[2] }, { 1, -1 })
  optim.sgd(opfunc, x, config)
  tester:eq(config.evalCounter, 2)
  tester:eq({ config.dfdx[1], config.dfdx[2] }, { 1.9, -1.9 }, 1e-12)
  tester:eq({ x[1], x[2] }, { 1 - 0.5 - 0.95, 2 + 0.5 + 0.95 }, 1e-12)

  local state = {}
  local _, values = optim.adam(opfunc, x, { beta1 = 0.5, beta2 = 0.75 }, state)
  tester:eq(values, { 7 })
  tester:eq(state.t, 1)
  tester:eq({ state.m[1], state.v[1] }, { 0.5, 0.25 })
  -- The first step is learningRate in the direction of the sign: the corrections cancel.
  tester:eq(x[1], -0.45 - 0.001, 1e-9)
end

function suite.default_rate_without_options()
  local x = torch.DoubleTensor { 1 }
  optim.sgd(function() return 0, torch.DoubleTensor { 10 } end, x)
  tester:eq(x[1], 1 - 0.01, 1e-15)
end

function suite.rates_and_decays_of_each_parameter()
  local rates, decays = torch.DoubleTensor { 1, 0, 0.5 }, torch.DoubleTensor { 0, 1, 2 }
  local x = torch.DoubleTensor { 1, 2, 3 }
  local state = {}
  local gradient = torch.DoubleTensor { 1, 1, 1 }
  optim.sgd(function() return 0, gradient end, x,
    { learningRate = 0.1, learningRates = rates, weightDecays = decays }, state)
  tester:eq({ gradient[1], gradient[2], gradient[3] }, { 1, 3, 7 })
  tester:eq({ x[1], x[2], x[3] }, { 0.9, 2, 3 - 0.35 }, 1e-12)
  tester:assert(torch.isTensor(state.decayParameters) and torch.isTensor(state.deltaParameters))
  -- A common weight decay comes before those of each parameter.
  gradient = torch.DoubleTensor { 0, 0, 0 }
  x = torch.DoubleTensor { 1, 2, 3 }
  optim.sgd(function() return 0, gradient end, x, { weightDecay = 1, weightDecays = decays }, {})
  tester:eq({ gradient[1], gradient[2], gradient[3] }, { 1, 2, 3 })
  -- With momentum the running gradient is what the rates weigh.
  x = torch.DoubleTensor { 1, 2, 3 }
  state = {}
  for _ = 1, 2 do
    optim.sgd(function() return 0, torch.DoubleTensor { 1, 1, 1 } end, x,
      { learningRate = 1, momentum = 0.5, dampening = 0, learningRates = rates }, state)
  end
  tester:eq({ x[1], x[2], x[3] }, { 1 - 2.5, 2, 3 - 1.25 }, 1e-12)
end

function suite.options_are_read_before_the_function_runs()
  local x = torch.DoubleTensor { 1 }
  local config = { learningRate = 0.1 }
  optim.sgd(function()
    config.learningRate = 100
    return 0, torch.DoubleTensor { 1 }
  end, x, config)
  tester:eq(x[1], 0.9, 1e-15)
end

function suite.views_are_updated_in_place()
  local matrix = torch.DoubleTensor { { 1, 2 }, { 3, 4 } }
  local column = matrix:select(2, 2)
  optim.adam(function() return 0, torch.DoubleTensor { 1, 1 } end, column, { learningRate = 0.5 })
  tester:eq(matrix[1][2], 1.5, 1e-6)
  tester:eq(matrix[2][2], 3.5, 1e-6)
  tester:eq({ matrix[1][1], matrix[2][1] }, { 1, 3 })
end

function suite.nan_is_passed_on()
  local x = torch.DoubleTensor { 1, 2 }
  optim.adam(function() return 0 / 0, torch.DoubleTensor { 0 / 0, 1 } end, x)
  tester:assert(x[1] ~= x[1] and x[2] == x[2])
end

function suite.errors()
  local x = torch.DoubleTensor { 1, 2 }
  local function with(gradient)
    return function() return 0, gradient end
  end
  tester:assertErrorPattern(function() optim.sgd(with(nil), x) end,
    'optim%.sgd: opfunc must return f%(x%) and df/dx, got number and nil')
  tester:assertErrorPattern(function() optim.adam(with({ 1, 2 }), x) end,
    'optim%.adam: opfunc must return f%(x%) and df/dx, got number and table')
  tester:assertErrorPattern(function() optim.sgd(with(torch.DoubleTensor(3)), x) end,
    'optim%.sgd: x has 2 elements and df/dx has 3')
  tester:assertErrorPattern(function() optim.adam(with(torch.FloatTensor(2)), x) end,
    'optim%.adam: types Double and Float do not match')
  tester:assertErrorPattern(function()
    optim.adam(with(torch.DoubleTensor(2)), x, {}, { m = torch.DoubleTensor(5) })
  end, 'optim%.adam: x has 2 elements and state%.m has 5')
  tester:assertErrorPattern(function()
    optim.sgd(with(torch.DoubleTensor(2)), x, { momentum = 0.9 }, { dfdx = torch.DoubleTensor(5) })
  end, 'optim%.sgd: x has 2 elements and state%.dfdx has 5')
  for _, config in ipairs { { nesterov = true }, { nesterov = true, momentum = 0.9 } } do
    tester:assertErrorPattern(function() optim.sgd(with(torch.DoubleTensor(2)), x, config) end,
      'optim%.sgd: Nesterov momentum needs a momentum above 0 and dampening 0, got momentum '
        .. (config.momentum or 0))
  end
  tester:eq({ x[1], x[2] }, { 1, 2 }, 'nothing was updated')
end

function suite.loaded_when_asked_for()
  tester:assert(_G.optim == optim)
  tester:assert(optim.no_such_method == nil)
  tester:eq(type(optim.sgd), 'function')
  tester:assert(rawget(optim, 'sgd') == optim.sgd)
end

tester:add(suite):run()
