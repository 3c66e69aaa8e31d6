-- SPDX-License-Identifier: BSD-3-Clause
-- Adam (Kingma and Ba, https://arxiv.org/abs/1412.6980), in the form of the paper's section 2 end:
-- both bias corrections are drawn into the step size, and epsilon is added to the plain sqrt(v).
local optim = require 'optim'
local native = require('tocha').optim
local evaluate = require 'optim.evaluate'

-- The update as tensor operations, for tensors that have no kernel of their own.
local function composed(x, gradient, state, rule)
  if rule.weightDecay ~= 0 then gradient:add(rule.weightDecay, x) end
  state.m:mul(rule.beta1):add(1 - rule.beta1, gradient)
  state.v:mul(rule.beta2):addcmul(1 - rule.beta2, gradient, gradient)
  state.denom = state.denom or x.new():resizeAs(state.v)
  state.denom:copy(state.v):sqrt():add(rule.epsilon)
  x:addcdiv(-rule.step, state.m, state.denom)
end

--- optim.adam(opfunc, x [, config [, state]]): one step of Adam.
-- opfunc: function of x that returns f(x) and the tensor df/dx. x: tensor, changed in place.
-- config: learningRate (0.001), learningRateDecay (0): the rate is learningRate / (1 + n *
--   learningRateDecay) after n steps; beta1 (0.9), beta2 (0.999): decay of the running means;
--   epsilon (1e-8); weightDecay (0), added to df/dx itself.
-- state: t, the number of steps; m and v, the running means of df/dx and of its square.
-- Returns x and {f(x)}, f taken before the step.
function optim.adam(opfunc, x, config, state)
  config = config or {}
  state = state or config
  local t = (state.t or 0) + 1
  local rate = (config.learningRate or 0.001) / (1 + (t - 1) * (config.learningRateDecay or 0))
  local beta1, beta2 = config.beta1 or 0.9, config.beta2 or 0.999
  local rule = {
    step = rate * math.sqrt(1 - beta2 ^ t) / (1 - beta1 ^ t),
    beta1 = beta1,
    beta2 = beta2,
    epsilon = config.epsilon or 1e-8,
    weightDecay = config.weightDecay or 0,
  }
  local value, gradient = evaluate('optim.adam', opfunc, x)
  for _, field in ipairs { 'm', 'v' } do
    state[field] = state[field] or x.new():resizeAs(gradient):zero()
  end
  if native.fuses(x) then
    native.adam(x, gradient, state.m, state.v, rule.step, rule.beta1, rule.beta2, rule.epsilon,
      rule.weightDecay)
  else
    composed(x, gradient, state, rule)
  end
  state.t = t
  return x, { value }
end

return optim.adam
