-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Constant, nn.Copy, nn.PrintSize.

local torch = require 'torch'
require 'nn'
local support = require 'lua.nn.support'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails, input = support.fails(tester), support.uniform

function suite.Constant()
  local value = input(2, 3)
  support.check_layer(tester, 'Constant', function() return nn.Constant(value) end, input(4))
  support.check_layer(tester, 'Constant for a batch', function() return nn.Constant(value, 1) end,
                      input(5, 4), {batch = true})
  local m = nn.Constant(7, 1)
  tester:eq(m:forward(input(3, 4)):totable(), {{7}, {7}, {7}})
  tester:eq(m:forward(input(4)):totable(), {7})
  tester:eq(m:backward(input(4), torch.Tensor(1)):totable(), {0, 0, 0, 0})
  fails('nn.Constant: value must be a number or a tensor, got \'a\'',
        function() nn.Constant('a') end)
end

function suite.Copy()
  support.check_layer(tester, 'Copy', function() return nn.Copy() end, input(3, 4), {batch = true})
  local x = input(3, 4)
  local m = nn.Copy()
  tester:eq(torch.pointer(m:forward(x):storage()), torch.pointer(x:storage()))
  m = nn.Copy(nil, nil, true)
  tester:assert(torch.pointer(m:forward(x):storage()) ~= torch.pointer(x:storage()))
  m = nn.Copy('torch.DoubleTensor', 'torch.FloatTensor')
  local y = m:forward(support.strided(x))
  tester:eq(torch.type(y), 'torch.FloatTensor')
  tester:assert(support.difference(y, x) < 1e-7)
  local g = m:backward(x, torch.FloatTensor(3, 4):fill(0.5))
  tester:eq(torch.type(g), 'torch.DoubleTensor')
  tester:eq(g:totable(), torch.Tensor(3, 4):fill(0.5):totable())
  local fixed = nn.Copy('torch.DoubleTensor', 'torch.FloatTensor', false, true)
  nn.Sequential():add(fixed):float()
  tester:eq(torch.type(fixed.gradInput), 'torch.DoubleTensor')
  tester:eq(fixed:type(), 'torch.DoubleTensor')
  -- Torch7 wrote the module that copies nothing with functions of its own.
  local old = nn.Copy()
  old.passes = nil
  old.updateOutput = function() end
  old.updateGradInput = function() end
  local loaded = torch.deserialize(torch.serialize(old))
  tester:eq(torch.pointer(loaded:forward(x):storage()), torch.pointer(x:storage()))
end

function suite.PrintSize()
  local lines = {}
  local shown = _G.print
  _G.print = function(...) -- luacheck: ignore
    for i = 1, select('#', ...) do
      table.insert(lines, tostring(select(i, ...)))
    end
  end
  local m, x = nn.PrintSize('here'), input(3, 4)
  local ok, err = pcall(function()
    tester:eq(m:forward(x), x)
    tester:eq(m:backward(x, x), x)
    m:forward({x, x})
  end)
  _G.print = shown -- luacheck: ignore
  tester:assert(ok, err)
  tester:eq(lines[1], 'here:input\n')
  tester:assert(lines[2]:match('3.*4') ~= nil, lines[2])
  tester:eq(lines[3], 'here:gradOutput\n')
  tester:eq(#lines, 6)
end

tester:add(suite):run()
