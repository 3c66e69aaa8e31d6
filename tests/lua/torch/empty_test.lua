-- SPDX-License-Identifier: BSD-3-Clause
-- Tensors without elements: what works on them, and what is refused.

local torch = require 'torch'
local error_of = require('support.checks').error_of

local tester = torch.Tester()
local suite = torch.TestSuite()

local function empty() return torch.Tensor() end

local function fails(f, text) tester:eq(error_of(f), text) end

function suite.how_they_come_about()
  for _, t in ipairs {empty(), torch.Tensor(0), torch.Tensor(0, 3), torch.Tensor{}, torch.zeros(0),
                      torch.Tensor(3):resize(0), torch.Tensor(torch.LongStorage()), torch.Tensor(3):set(),
                      torch.Tensor{1}:maskedSelect(torch.ByteTensor{0}), empty():clone(), empty():float()} do
    tester:eq({t:dim(), t:nElement(), t:size():totable(), t:stride():totable()}, {0, 0, {}, {}})
    tester:eq(t:totable(), {})
    tester:eq(t:isContiguous(), true)
  end
  tester:eq(tostring(empty()), '[torch.DoubleTensor with no dimension]\n')
end

function suite.what_stays_empty()
  local e = empty()
  for _, f in ipairs {'abs', 'exp', 'zero', 'sign', 'squeeze', 'clone', 'contiguous', 'uniform', 'nonzero'} do
    tester:eq(e[f](e):nElement(), 0, f)
  end
  for _, t in ipairs {e + 1, e + e, e * 2, e:add(1), e:add(e), e:cmul(e), e:fill(3), e:copy(empty()), e:eq(1),
                      e:apply(function() error('called') end), e:view(0), torch.cat(e, e),
                      torch.cat({e, e}, 1)} do
    tester:eq(t:nElement(), 0)
  end
  tester:eq(torch.cat(e, torch.Tensor{1}):totable(), {1})
  tester:assert(e:equal(empty()) and not e:equal(torch.Tensor(1)))
end

function suite.reductions()
  local e = empty()
  tester:eq({e:sum(), e:prod(), e:norm(), e:dot(e), e:dist(e)}, {0, 1, 0, 0, 0})
  for _, name in ipairs {'max', 'min', 'mean', 'var', 'std'} do
    fails(function() e[name](e) end,
          'torch.' .. name .. ': a tensor with elements is needed, got DoubleTensor empty')
  end
  fails(function() e:sum(1) end, 'torch.sum: dimension 1 is out of range for DoubleTensor empty')
  fails(function() e:mm(e, e) end, 'torch.mm: a matrix is needed, got DoubleTensor empty')
  fails(function() e:expand(2) end, 'torch.expand: sizes empty cannot expand to 2')
  fails(function() return e[1] end, 'torch.DoubleTensor[1]: the tensor is empty')
end

tester:add(suite):run()
