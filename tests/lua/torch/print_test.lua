-- SPDX-License-Identifier: BSD-3-Clause
-- tostring() of tensors and storages against what Torch7 printed, and cases that follow from its rules.

local torch = require 'torch'

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
local json = require 'support.json'

local tester = torch.Tester()
local suite = torch.TestSuite()

function suite.recorded()
  local count = 0
  for _, one in ipairs(json.read(folder .. '/../../golden/print.json')) do
    if one.expr:match('^torch') then
      local object = assert(loadstring('return ' .. one.expr))()
      tester:eq(tostring(object), one.text, one.expr)
      count = count + 1
    end
  end
  tester:eq(count, 14)
end

function suite.scales()
  tester:eq(tostring(torch.Tensor{0.001, 0.0025}),
            '0.001 *\n 1.0000\n 2.5000\n[torch.DoubleTensor of size 2]\n')
  tester:eq(tostring(torch.Tensor{{123456.5, 200000}, {300000, 999999}}),
            '100000 *\n  1.2346  2.0000\n  3.0000 10.0000\n[torch.DoubleTensor of size 2x2]\n')
  tester:eq(tostring(torch.FloatTensor{12345678912, -1}),
            ' 1.2346e+10\n-1.0000e+00\n[torch.FloatTensor of size 2]\n')
  tester:eq(tostring(torch.Tensor{1e-200, 0.5}),
            ' 1.0000e-200\n  5.0000e-01\n[torch.DoubleTensor of size 2]\n')
  tester:eq(tostring(torch.Tensor{0.5, -0.25}),
            ' 0.5000\n-0.2500\n[torch.DoubleTensor of size 2]\n')
end

function suite.infinities()
  tester:eq(tostring(torch.Tensor{1 / 0, 2}),
            '        inf\n 2.0000e+00\n[torch.DoubleTensor of size 2]\n')
  tester:eq(tostring(torch.Tensor{1 / 0, 0.5}),
            '         inf\n  5.0000e-01\n[torch.DoubleTensor of size 2]\n')
  tester:eq(tostring(torch.Tensor{{0 / 0, 1}, {2, 3}}),
            'nan 1.000000\n2.000000 3.000000\n[torch.DoubleTensor of size 2x2]\n')
end

function suite.only_what_is_shown_decides()
  local t = torch.Tensor{{1, 2, 0.5}, {3, 4, 1e9}}
  tester:eq(tostring(t:narrow(2, 1, 2)), ' 1  2\n 3  4\n[torch.DoubleTensor of size 2x2]\n')
  tester:eq(tostring(t:narrow(2, 1, 2):t()), ' 1  3\n 2  4\n[torch.DoubleTensor of size 2x2]\n')
end

function suite.slices_and_columns()
  local t = torch.ByteTensor(2, 2, 1, 2)
  for i = 1, 8 do t:view(8)[i] = i end
  tester:eq(tostring(t), '(1,1,.,.) = \n  1  2\n\n(2,1,.,.) = \n  5  6\n\n' ..
            '(1,2,.,.) = \n  3  4\n\n(2,2,.,.) = \n  7  8\n[torch.ByteTensor of size 2x2x1x2]\n')
  local wide = tostring(torch.Tensor(1, 1, 30):fill(0.001))
  local start = '(1,.,.) = \n Columns 1 to 9\n 0.001 *\n   1.0000  1.0000  1.0000'
  tester:eq(wide:sub(1, #start), start)
  tester:assert(wide:find('\n\nColumns 10 to 18\n 0.001 *\n   1.0000', 1, true) ~= nil)
end

function suite.storages_and_types()
  tester:eq(tostring(torch.FloatStorage()), '[torch.FloatStorage of size 0]\n')
  tester:eq(tostring(torch.HalfTensor{1.5, 2}), ' 1.5000\n 2.0000\n[torch.HalfTensor of size 2]\n')
  tester:eq(tostring(torch.Tensor{1, 2}:storage()), ' 1\n 2\n[torch.DoubleStorage of size 2]\n')
  tester:eq(tostring(torch.Tensor(2, 3):size()), ' 2\n 3\n[torch.LongStorage of size 2]\n')
end

tester:add(suite)
tester:run()
