-- SPDX-License-Identifier: BSD-3-Clause
-- Stochastic gradient descent with momentum, weight decay and a decaying learning rate.
local optim = require 'optim'
local native = require('tocha').optim
local evaluate = require 'optim.evaluate'
local fail = require('torch.error').fail

-- Element by element product of a vector of factors and `values`, in a buffer kept in state[field].
local function weighted(state, field, factors, values)
  local buffer = state[field]
  if not buffer then
    buffer = values.new():resizeAs(values)
    state[field] = buffer
  end
  return buffer:copy(factors):cmul(values)
end

-- The update as tensor operations, for options with a value for each parameter and for tensors that
-- have no kernel of their own.
local function composed(x, gradient, config, state, rule)
  if rule.weightDecay ~= 0 then
    gradient:add(rule.weightDecay, x)
  elseif config.weightDecays then
    gradient:add(weighted(state, 'decayParameters', config.weightDecays, x))
  end
  local direction = gradient
  if rule.momentum ~= 0 then
    if state.dfdx then
      state.dfdx:mul(rule.momentum):add(1 - rule.dampening, gradient)
    else
      state.dfdx = gradient:clone()
    end
    direction = rule.nesterov and gradient:add(rule.momentum, state.dfdx) or state.dfdx
  end
  if config.learningRates then
    direction = weighted(state, 'deltaParameters', config.learningRates, direction)
  end
  x:add(-rule.rate, direction)
end

-- The same in one pass over the parameters.
local function fused(x, gradient, state, rule)
  local first = rule.momentum ~= 0 and not state.dfdx
  if first then state.dfdx = gradient.new():resizeAs(gradient):zero() end
  local velocity = rule.momentum ~= 0 and state.dfdx or nil
  native.sgd(x, gradient, velocity, rule.rate, rule.weightDecay, rule.momentum, rule.dampening,
    rule.nesterov, first)
end

--- optim.sgd(opfunc, x [, config [, state]]): one step of stochastic gradient descent.
-- opfunc: function of x that returns f(x) and the tensor df/dx. x: tensor, changed in place.
-- config: learningRate (1e-3), learningRateDecay (0): the rate is learningRate / (1 + n *
--   learningRateDecay) after n steps; weightDecay (0) or weightDecays (a tensor, one for each
--   parameter); momentum (0), dampening (momentum), nesterov (false): needs a momentum and
--   dampening 0; learningRates (a tensor, one for each parameter, times the rate).
-- state: evalCounter, the number of steps; dfdx, the momentum's running gradient.
-- Weight decay and Nesterov momentum are added to df/dx itself, which the caller can look at.
-- Returns x and {f(x)}, f taken before the step.
function optim.sgd(opfunc, x, config, state)
  config = config or {}
  state = state or config
  local momentum = config.momentum or 0
  local dampening = config.dampening or momentum
  if config.nesterov and not (momentum > 0 and dampening == 0) then
    fail('optim.sgd', 'Nesterov momentum needs a momentum above 0 and dampening 0, got momentum ',
      momentum, ' and dampening ', dampening)
  end
  local steps = state.evalCounter or 0
  local rule = {
    rate = (config.learningRate or 1e-3) / (1 + steps * (config.learningRateDecay or 0)),
    weightDecay = config.weightDecay or 0,
    momentum = momentum,
    dampening = dampening,
    nesterov = config.nesterov or false,
  }
  local value, gradient = evaluate('optim.sgd', opfunc, x)
  if config.learningRates or config.weightDecays or not native.fuses(x) then
    composed(x, gradient, config, state, rule)
  else
    fused(x, gradient, state, rule)
  end
  state.evalCounter = steps + 1
  return x, { value }
end

return optim.sgd
