-- SPDX-License-Identifier: BSD-3-Clause
-- Every layer and criterion recorded from Torch7: loaded, run forward and backward in double and in
-- float, compared with what Torch7 computed.

local torch = require 'torch'
require 'nn'

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
local support = require 'lua.nn.support'
local json = require 'support.json'

local tester = torch.Tester()
local suite = torch.TestSuite()

local tolerances = {['torch.DoubleTensor'] = 1e-10, ['torch.FloatTensor'] = 1e-4}

local function check_layer(case, typename, tolerance)
  local module = case.module:clone():type(typename)
  local input = support.copy(case.input, typename)
  local output = module:forward(input)
  local where = case.expr .. ' ' .. typename
  tester:assert(support.difference(output, case.output) <= tolerance, where .. ': output')
  module:zeroGradParameters()
  local gradInput = module:backward(input, support.copy(case.gradOutput, typename))
  tester:assert(support.difference(gradInput, case.gradInput) <= tolerance, where .. ': gradInput')
  local _, gradients = module:parameters()
  if gradients and #gradients > 0 then
    tester:assert(support.difference(gradients, case.gradParams) <= tolerance,
                  where .. ': gradParams')
  end
end

local layers = torch.load(support.golden .. 'layers.t7')

for i, case in ipairs(layers) do
  suite[('layer %d %s'):format(i, case.expr)] = function()
    tester:eq(torch.typename(case.module), case.type)
    tester:eq(tostring(case.module), case.text)
    for typename, tolerance in pairs(tolerances) do
      check_layer(case, typename, tolerance)
    end
  end
end

-- A fresh layer has the fields that a recorded one has, of the same types.
function suite.fields()
  for _, case in ipairs(layers) do
    local made = assert(loadstring('return ' .. case.expr))()
    for name, value in pairs(case.module) do
      tester:eq(torch.type(made[name]), torch.type(value), case.expr .. ': ' .. name)
    end
    for name in pairs(made) do
      tester:assert(case.module[name] ~= nil, case.expr .. ': field ' .. name .. ' is new')
    end
  end
end

local function check_criterion(case, typename, tolerance)
  local criterion = case.criterion:clone():type(typename)
  local input, target = support.copy(case.input, typename), case.target
  if not case.expr:find('NLL') and not case.expr:find('Cross') then
    target = support.copy(target, typename)
  end
  local where = case.expr .. ' ' .. typename
  local loss = criterion:forward(input, target)
  tester:assert(support.difference(loss, case.loss) <= tolerance, where .. ': loss')
  local gradInput = criterion:backward(input, target)
  tester:assert(support.difference(gradInput, case.gradInput) <= tolerance, where .. ': gradInput')
end

function suite.criterions()
  for _, case in ipairs(torch.load(support.golden .. 'criterions.t7')) do
    for typename, tolerance in pairs(tolerances) do
      check_criterion(case, typename, tolerance)
    end
  end
end

function suite.printed()
  local count = 0
  for _, one in ipairs(json.read(folder .. '/../../golden/print.json')) do
    local ok, object = pcall(assert(loadstring('return ' .. one.expr)))
    if one.expr:match('^nn') and ok then
      tester:eq(tostring(object), one.text, one.expr)
      count = count + 1
    end
  end
  tester:assert(count >= 2)
end

tester:add(suite):run()
