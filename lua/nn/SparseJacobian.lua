-- SPDX-License-Identifier: BSD-3-Clause
-- nn.SparseJacobian: nn.Jacobian for layers whose input is a matrix of rows (position, value), such as
-- nn.SparseLinear: the variables of the input are its values, and a gradInput is a matrix of such rows
-- too.

local Jacobian = nn.Jacobian

local SparseJacobian = {}

-- The module as a function of the values alone: what nn.Jacobian calls of it.
local function of_values(module, input)
  local seen = {}
  function seen:forward() return module:forward(input) end
  function seen:zeroGradParameters() module:zeroGradParameters() end
  function seen:parameters() return module:parameters() end
  function seen:accGradParameters(_, gradOutput) module:accGradParameters(input, gradOutput) end
  function seen:accUpdateGradParameters(_, gradOutput, rate)
    module:accUpdateGradParameters(input, gradOutput, rate)
  end
  function seen:updateGradInput(_, gradOutput)
    local gradInput = module:updateGradInput(input, gradOutput)
    if type(gradInput) == 'table' then gradInput = gradInput[1] end
    return gradInput and gradInput:dim() == 2 and gradInput:select(2, 2) or gradInput
  end
  return seen, input:select(2, 2)
end

-- The functions of nn.Jacobian with the same arguments.
for _, name in ipairs {'forward', 'backward', 'forwardUpdate', 'backwardUpdate', 'testJacobian',
                       'testJacobianParameters', 'testJacobianUpdateParameters'} do
  SparseJacobian[name] = function(module, input, ...)
    local seen, values = of_values(module, input)
    return Jacobian[name](seen, values, ...)
  end
end
SparseJacobian.testIO = Jacobian.testIO
SparseJacobian.testAllUpdate = Jacobian.testAllUpdate

nn.SparseJacobian = SparseJacobian

return SparseJacobian
