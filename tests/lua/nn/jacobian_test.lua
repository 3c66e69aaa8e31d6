-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Jacobian: right layers pass, wrong ones are found out.

local torch = require 'torch'
require 'nn'

local tester = torch.Tester()
local suite = torch.TestSuite()
local Jacobian = nn.Jacobian

function suite.right_layers()
  local m, x = nn.Linear(4, 3), torch.Tensor(2, 4)
  tester:assert(Jacobian.testJacobian(m, x) < 1e-7)
  for _, names in ipairs {{'weight', 'gradWeight'}, {'bias', 'gradBias'}} do
    tester:assert(Jacobian.testJacobianParameters(m, x, m[names[1]], m[names[2]]) < 1e-7)
    tester:assert(Jacobian.testJacobianUpdateParameters(m, x, m[names[1]]) < 1e-7)
  end
  tester:assert(Jacobian.testJacobian(nn.Tanh(), torch.Tensor(5)) < 1e-7)
  local output, gradInput = Jacobian.testIO(m, x)
  tester:eq({output, gradInput}, {0, 0})
  tester:eq({Jacobian.testIO(nn.Tanh(), x, -1, 1)}, {0, 0})
end

function suite.jacobian_of_linear_is_its_weight()
  local m = nn.Linear(3, 2)
  local jacobian = Jacobian.backward(m, torch.Tensor(3):uniform())
  tester:eq(jacobian:totable(), m.weight:t():totable())
  tester:eq(Jacobian.forward(m, torch.Tensor(3):uniform()):size():totable(), {3, 2})
end

function suite.wrong_layers()
  local m, x = nn.Tanh(), torch.Tensor(3)
  function m:updateGradInput(_, gradOutput) return self.gradInput:resizeAs(gradOutput):copy(gradOutput) end
  tester:assert(Jacobian.testJacobian(m, x, 0.5, 1) > 0.1)
  m = nn.Linear(3, 2)
  function m.accGradParameters() end
  tester:assert(Jacobian.testJacobianParameters(m, x, m.weight, m.gradWeight) > 0.1)
  local errors = Jacobian.testAllUpdate(nn.Linear(3, 2), x, 'weight', 'gradWeight')
  for name, err in pairs(errors) do
    tester:assert(err < 1e-12, name)
  end
  m = nn.Tanh()
  function m:updateOutput(input) return self.output:resizeAs(input):fill(0 / 0) end
  tester:assert(Jacobian.testJacobian(m, x) == math.huge)
end

tester:add(suite):run()
