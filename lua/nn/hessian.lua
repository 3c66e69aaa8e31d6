-- SPDX-License-Identifier: BSD-3-Clause
-- nn.hessian: the diagonal of the Hessian of a loss by back-propagation, for some layers (Becker and
-- LeCun, "Improving the convergence of back-propagation learning with second-order methods", 1988).
-- nn.hessian.enable() gives modules and criterions the methods initDiagHessianParameters(),
-- updateDiagHessianInput(input, diagHessianOutput) and accDiagHessianParameters(input,
-- diagHessianOutput), and makes parameters() and getParameters() return a third value: the diagonals.
--
-- A layer that is linear in its input and its weights back-propagates the diagonal as it does a
-- gradient, with the weights or the input squared.

local fail = require('torch.error').fail

local hessian = {}

-- Calls f while the fields `names` hold what the fields `others` do, and the other way round.
local function exchanged(module, names, others, f)
  local function exchange()
    for i, name in ipairs(names) do
      module[name], module[others[i]] = module[others[i]], module[name]
    end
  end
  exchange()
  local ok, err = pcall(f)
  exchange()
  if not ok then error(err, 0) end
end

-- initDiagHessianParameters(module, gradients, diagonals): makes the fields `diagonals` that lack, of the
-- sizes of the fields `gradients`.
function hessian.initDiagHessianParameters(module, gradients, diagonals)
  module.diagHessianInput = module.diagHessianInput or module.gradInput.new()
  for i, name in ipairs(gradients) do
    local gradient = module[name]
    if gradient and not module[diagonals[i]] then
      module[diagonals[i]] = gradient.new():resizeAs(gradient):zero()
    end
  end
end

-- updateDiagHessianInput(module, input, diagHessianOutput, weights, squares): updateGradInput into the
-- field diagHessianInput, with the squares of the fields `weights`, which are kept in `squares`.
function hessian.updateDiagHessianInput(module, input, diagHessianOutput, weights, squares)
  module.diagHessianInput = (module.diagHessianInput or input.new()):resizeAs(input):zero()
  local names, others = {'gradInput'}, {'diagHessianInput'}
  for i, name in ipairs(weights) do
    local weight = module[name]
    if weight then
      module[squares[i]] = torch.cmul(module[squares[i]] or weight.new(), weight, weight)
      table.insert(names, name)
      table.insert(others, squares[i])
    end
  end
  exchanged(module, names, others, function() module:updateGradInput(input, diagHessianOutput) end)
end

-- The same for a function of each element: times the square of its derivative.
function hessian.updateDiagHessianInputPointWise(module, input, diagHessianOutput)
  local ones = diagHessianOutput.new():resizeAs(diagHessianOutput):fill(1)
  hessian.updateDiagHessianInput(module, input, ones, {}, {})
  module.diagHessianInput:cmul(module.diagHessianInput):cmul(diagHessianOutput)
end

-- accDiagHessianParameters(module, input, diagHessianOutput, gradients, diagonals): accGradParameters into
-- the fields `diagonals`, with the square of the input.
function hessian.accDiagHessianParameters(module, input, diagHessianOutput, gradients, diagonals)
  hessian.initDiagHessianParameters(module, gradients, diagonals)
  module.inputSq = torch.cmul(module.inputSq or input.new(), input, input)
  local output = module.output
  module.output = output.new()
  exchanged(module, gradients, diagonals, function()
    module:forward(module.inputSq) -- some layers keep what they make of the input
    module:accGradParameters(module.inputSq, diagHessianOutput, 1)
  end)
  module.output = output
end

local kGradients, kDiagonals = {'gradWeight', 'gradBias'}, {'diagHessianWeight', 'diagHessianBias'}

local function linear(class)
  function class:updateDiagHessianInput(input, diagHessianOutput)
    hessian.updateDiagHessianInput(self, input, diagHessianOutput, {'weight'}, {'weightSq'})
    return self.diagHessianInput
  end

  function class:accDiagHessianParameters(input, diagHessianOutput)
    hessian.accDiagHessianParameters(self, input, diagHessianOutput, kGradients, kDiagonals)
  end

  function class:initDiagHessianParameters()
    hessian.initDiagHessianParameters(self, kGradients, kDiagonals)
  end
end

local function pointwise(class)
  function class:updateDiagHessianInput(input, diagHessianOutput)
    hessian.updateDiagHessianInputPointWise(self, input, diagHessianOutput)
    return self.diagHessianInput
  end
end

local function undefined(class)
  function class:updateDiagHessianInput()
    fail(torch.type(self) .. '.updateDiagHessianInput', 'not defined for this class')
  end
end

-- The loss's own second derivative, the same for each element.
local function constant(class, value)
  function class:updateDiagHessianInput(input)
    self.diagHessianInput = (self.diagHessianInput or input.new()):resizeAs(input)
    self.diagHessianInput:fill(value(self, input))
    return self.diagHessianInput
  end
end

local function containers(Sequential)
  function Sequential:initDiagHessianParameters()
    self:applyToModules(function(module) module:initDiagHessianParameters() end)
  end

  -- Calls f(module, its input) from the last child to the first.
  local function backwards(self, input, f)
    for i = #self.modules, 1, -1 do
      f(self.modules[i], i > 1 and self.modules[i - 1].output or input)
    end
  end

  function Sequential:updateDiagHessianInput(input, diagHessianOutput)
    backwards(self, input, function(module, x)
      diagHessianOutput = module:updateDiagHessianInput(x, diagHessianOutput)
    end)
    self.diagHessianInput = diagHessianOutput
    return diagHessianOutput
  end

  function Sequential:accDiagHessianParameters(input, diagHessianOutput)
    backwards(self, input, function(module, x)
      module:accDiagHessianParameters(x, diagHessianOutput)
      diagHessianOutput = module.diagHessianInput
    end)
  end

  local parameters = Sequential.parameters
  function Sequential:parameters()
    local diagonals = {}
    self:applyToModules(function(module)
      for _, diagonal in ipairs(select(3, module:parameters()) or {}) do
        table.insert(diagonals, diagonal)
      end
    end)
    local values, gradients = parameters(self)
    return values, gradients, diagonals
  end
end

local function modules(Module)
  undefined(Module)
  function Module.accDiagHessianParameters() end
  function Module.initDiagHessianParameters() end

  local parameters = Module.parameters
  function Module:parameters()
    local values, gradients = parameters(self)
    if not values then return end
    local diagonals = {}
    for _, name in ipairs(kDiagonals) do table.insert(diagonals, self[name]) end
    return values, gradients, diagonals
  end

  local getParameters = Module.getParameters
  function Module:getParameters()
    local _, _, diagonals = self:parameters()
    local values, gradients = getParameters(self)
    return values, gradients, diagonals and diagonals[1] and self.flatten(diagonals) or nil
  end
end

-- enable(): see above. Once is enough.
function hessian.enable()
  modules(nn.Module)
  containers(nn.Sequential)
  for _, name in ipairs {'Linear', 'SpatialConvolution', 'SpatialConvolutionLocal', 'SpatialFullConvolution',
                         'SpatialConvolutionMap', 'SpatialFullConvolutionMap'} do
    linear(nn[name])
  end
  for _, name in ipairs {'Tanh', 'Square', 'Sqrt'} do pointwise(nn[name]) end

  -- x - tanh(x)
  function nn.TanhShrink:updateDiagHessianInput(input, diagHessianOutput)
    hessian.updateDiagHessianInputPointWise(self, input, diagHessianOutput)
    return self.diagHessianInput
  end

  function nn.Reshape:updateDiagHessianInput(input, diagHessianOutput)
    self.diagHessianInput = diagHessianOutput:contiguous():viewAs(input)
    return self.diagHessianInput
  end

  undefined(nn.Criterion)
  constant(nn.MSECriterion, function(self, input)
    return self.sizeAverage and 2 / input:nElement() or 2
  end)
  nn.WeightedMSECriterion.updateDiagHessianInput = nn.MSECriterion.updateDiagHessianInput

  -- Torch7 takes 1 where the cost has a slope.
  function nn.L1Cost:updateDiagHessianInput(input)
    self.diagHessianInput = torch.ne(self.diagHessianInput or input.new(), input, 0)
    return self.diagHessianInput
  end

  hessian.enable = function() end
end

nn.hessian = hessian

return hessian
