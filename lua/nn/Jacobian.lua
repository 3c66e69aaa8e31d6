-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Jacobian: a layer's gradients against finite differences, for the tests of layers. A Jacobian
-- here has a row for each variable (input or parameter element), a column for each output element.
-- Layers under test work in double precision.
--
--   local err = nn.Jacobian.testJacobian(nn.Tanh(), torch.Tensor(3, 4))   -- about 1e-9

local need = require 'nn.need'

local Jacobian = {}

-- Integers too, for layers whose inputs are positions.
local function randomize(tensor, minval, maxval)
  need('nn.Jacobian', 'the input', tensor, 'tensor')
  tensor:copy(torch.Tensor(tensor:size()):uniform(minval or -2, maxval or 2))
end

-- A view of all elements as a vector.
local function flat(tensor)
  return tensor.new(tensor):resize(tensor:nElement())
end

-- The largest difference; infinite where there is a NaN.
local function distance(a, b)
  local difference, largest = flat((a - b):contiguous()), 0
  for i = 1, difference:nElement() do
    local value = math.abs(difference[i])
    largest = value == value and math.max(largest, value) or math.huge
  end
  return largest
end

-- A Jacobian whose column i is made by column(gradOutput), called with a gradOutput that is 1 at
-- the output element i and 0 elsewhere.
local function by_columns(module, input, rows, column)
  local gradOutput = module:forward(input):clone():zero()
  local ones = flat(gradOutput)
  local jacobian = torch.Tensor(rows, ones:nElement())
  for i = 1, ones:nElement() do
    ones[i] = 1
    jacobian:select(2, i):copy(column(gradOutput:clone())) -- layers may work in place
    ones[i] = 0
  end
  return jacobian
end

-- A Jacobian whose row i is (f(x[i] + step) - f(x[i] - step)) / (2 step), f being the output.
local function by_differences(module, input, param, step)
  step = step or 1e-6
  local variables = flat(param)
  local jacobian = torch.Tensor(variables:nElement(), module:forward(input):nElement())
  local row = torch.Tensor(jacobian:size(2))
  for i = 1, variables:nElement() do
    local value = variables[i]
    variables[i] = value + step
    row:copy(module:forward(input))
    variables[i] = value - step
    row:add(-1, torch.Tensor(row:size()):copy(module:forward(input)))
    variables[i] = value
    jacobian:select(1, i):copy(row:div(2 * step))
  end
  return jacobian
end

-- forward(module, input, [param], [perturbation]): the Jacobian by finite differences, with respect
-- to `param`, a parameter of the module, or to the input.
function Jacobian.forward(module, input, param, perturbation)
  return by_differences(module, input, param or input, perturbation)
end

-- backward(module, input, [param, dparam]): the same by backpropagation; `dparam` is the tensor that
-- receives the gradient of `param`.
function Jacobian.backward(module, input, param, dparam)
  return by_columns(module, input, (param or input):nElement(), function(gradOutput)
    module:zeroGradParameters()
    local gradInput = module:updateGradInput(input, gradOutput)
    module:accGradParameters(input, gradOutput)
    return param and dparam or gradInput
  end)
end

-- backwardUpdate(module, input, param): column i is `param` after a step of accUpdateGradParameters
-- with rate 1 for the output element i. The parameters are as before afterwards.
function Jacobian.backwardUpdate(module, input, param)
  local parameters, kept = module:parameters(), {}
  for i, p in ipairs(parameters) do
    kept[i] = p:clone()
  end
  local function restore()
    for i, p in ipairs(parameters) do
      p:copy(kept[i])
    end
  end
  local result = torch.Tensor(param:nElement())
  local jacobian = by_columns(module, input, param:nElement(), function(gradOutput)
    module:forward(input)
    module:updateGradInput(input, gradOutput)
    module:accUpdateGradParameters(input, gradOutput, 1)
    result:copy(param)
    restore()
    return result
  end)
  return jacobian
end

-- forwardUpdate(module, input, param, [perturbation]): the same by finite differences.
function Jacobian.forwardUpdate(module, input, param, perturbation)
  local jacobian = by_differences(module, input, param, perturbation):mul(-1)
  local values = flat(param)
  for i = 1, values:nElement() do
    jacobian:select(1, i):add(values[i])
  end
  return jacobian
end

-- testJacobian(module, input, [minval], [maxval], [perturbation]): the largest difference between
-- the two Jacobians with respect to the input, which is filled with random numbers in
-- minval ... maxval (default -2 ... 2) and has the sizes of `input`.
function Jacobian.testJacobian(module, input, minval, maxval, perturbation)
  randomize(input, minval, maxval)
  return distance(Jacobian.forward(module, input, nil, perturbation),
                  Jacobian.backward(module, input))
end

-- The same with respect to the parameter `param` whose gradient is in `dparam`; both input and
-- parameter are random.
function Jacobian.testJacobianParameters(module, input, param, dparam, minval, maxval, perturbation)
  randomize(input, minval, maxval)
  randomize(param, minval, maxval)
  return distance(Jacobian.forward(module, input, param, perturbation),
                  Jacobian.backward(module, input, param, dparam))
end

-- The same for updates by accUpdateGradParameters.
function Jacobian.testJacobianUpdateParameters(module, input, param, minval, maxval, perturbation)
  randomize(input, minval, maxval)
  randomize(param, minval, maxval)
  return distance(Jacobian.forwardUpdate(module, input, param, perturbation),
                  Jacobian.backwardUpdate(module, input, param))
end

-- testIO(module, input, [minval], [maxval]): what a module computes before it is saved to a file and
-- after it was loaded: the largest differences of output and gradInput. The module is cleared.
function Jacobian.testIO(module, input, minval, maxval)
  local gradOutput = module:forward(input):clone()
  randomize(gradOutput, minval, maxval)
  local function run(m)
    local x, g = input:clone(), gradOutput:clone()
    local output = m:forward(x):clone()
    m:zeroGradParameters()
    local gradInput = m:updateGradInput(x, g)
    m:accGradParameters(x, g)
    if type(gradInput) == 'table' then gradInput = gradInput[1] or torch.Tensor() end
    return output, gradInput:clone()
  end
  local output, gradInput = run(module)

  local name = os.tmpname()
  torch.save(name, module:clearState())
  local loaded = torch.load(name)
  os.remove(name)

  local output2, gradInput2 = run(loaded)
  return distance(output, output2),
         gradInput:nElement() > 0 and distance(gradInput, gradInput2) or 0
end

-- testAllUpdate(module, input, weight, gradWeight): the ways to make a step of gradient descent
-- compared, for a module alone and for two that share a parameter; `weight` and `gradWeight` are
-- field names. Returns a table of errors by name; all should be about 0.
function Jacobian.testAllUpdate(module, input, weight, gradWeight)
  local rate = torch.uniform(0.1, 1)
  local gradOutput = module:forward(input):clone():uniform(0, 1)
  local start = module[weight]:clone()

  local function accumulate(m)
    m:forward(input)
    m:zeroGradParameters()
    m:updateGradInput(input, gradOutput)
    m:accGradParameters(input, gradOutput)
  end
  local function update_directly(m)
    m:forward(input)
    m:updateGradInput(input, gradOutput)
    m:accUpdateGradParameters(input, gradOutput, rate)
  end
  -- Two copies of the module that share the parameter.
  local function pair()
    local one, other = module:clone(), module:clone()
    other:share(one, weight)
    return {one, other}
  end

  local errors = {}
  local single = module:clone()
  accumulate(single)
  single:updateParameters(rate)
  local step = single[gradWeight] * rate
  errors['accGradParameters'] = distance(start - step, single[weight])

  local direct = module:clone()
  update_directly(direct)
  errors['accUpdateGradParameters'] = distance(direct[weight], single[weight])

  local function from_two_steps(modules)
    local sum = 0
    for _, m in ipairs(modules) do
      sum = sum + distance(start - step * 2, m[weight])
    end
    return sum
  end
  local shared = pair()
  for _, m in ipairs(shared) do
    accumulate(m)
  end
  for _, m in ipairs(shared) do
    m:updateParameters(rate)
  end
  errors['accGradParameters [shared]'] = from_two_steps(shared)

  shared = pair()
  for _, m in ipairs(shared) do
    m:forward(input)
    m:updateGradInput(input, gradOutput)
  end
  for _, m in ipairs(shared) do
    m:accUpdateGradParameters(input, gradOutput, rate)
  end
  errors['accUpdateGradParameters [shared]'] = from_two_steps(shared)
  return errors
end

-- backwardDiagHessian(module, input, field): the second derivatives of half the sum of the squared outputs
-- of a layer that is linear, with respect to what `field` belongs to, as nn.hessian finds them.
function Jacobian.backwardDiagHessian(module, input, field)
  module:forward(input)
  local ones = module.output.new():resizeAs(module.output):fill(1)
  if module.diagHessianWeight then module.diagHessianWeight:zero() end
  if module.diagHessianBias then module.diagHessianBias:zero() end
  module:updateDiagHessianInput(input, ones)
  module:accDiagHessianParameters(input, ones)
  return module[field]
end

-- linearModuleDiagHessian(module, input, field): the same from the Jacobian: the sum over the outputs of
-- the squared derivatives, which `field` names.
function Jacobian.linearModuleDiagHessian(module, input, field)
  local output = module:forward(input)
  local gradOutput, sum = output:clone():zero(), nil
  local one = flat(gradOutput)
  for i = 1, one:nElement() do
    one:zero()
    one[i] = 1
    module:zeroGradParameters()
    local gradInput = module:updateGradInput(input, gradOutput)
    module:accGradParameters(input, gradOutput)
    local gradient = field == 'gradInput' and gradInput or module[field]
    sum = sum or gradient.new(gradient:nElement()):zero()
    local values = flat(gradient:contiguous())
    sum:addcmul(values, values)
  end
  return sum
end

-- testDiagHessian(module, input, gradField, hessianField, [minval], [maxval]): the largest difference of
-- the two, with random parameters and input.
function Jacobian.testDiagHessian(module, input, gradField, hessianField, minval, maxval)
  randomize(input, minval, maxval)
  for _, parameter in ipairs(module:parameters() or {}) do randomize(parameter, minval, maxval) end
  module:initDiagHessianParameters()
  local propagated = flat(Jacobian.backwardDiagHessian(module, input, hessianField):contiguous()):clone()
  return distance(propagated, Jacobian.linearModuleDiagHessian(module, input, gradField))
end

function Jacobian.testDiagHessianInput(module, input, minval, maxval)
  return Jacobian.testDiagHessian(module, input, 'gradInput', 'diagHessianInput', minval, maxval)
end

function Jacobian.testDiagHessianWeight(module, input, minval, maxval)
  return Jacobian.testDiagHessian(module, input, 'gradWeight', 'diagHessianWeight', minval, maxval)
end

function Jacobian.testDiagHessianBias(module, input, minval, maxval)
  return Jacobian.testDiagHessian(module, input, 'gradBias', 'diagHessianBias', minval, maxval)
end

nn.Jacobian = Jacobian

return Jacobian
