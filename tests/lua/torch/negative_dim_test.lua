-- SPDX-License-Identifier: BSD-3-Clause
-- Beyond Torch7: wherever a dimension is named, -1 is the last one, -2 the one before.

local torch = require 'torch'
local error_of = require('support.checks').error_of

local tester = torch.Tester()
local suite = torch.TestSuite()

local function fails(text, f, ...) tester:eq(error_of(f, ...), text) end

local function numbers() return torch.range(1, 24):resize(2, 3, 4) end

local D = {}  -- where the dimension stands among the arguments
local pair, places = torch.LongTensor{1, 2}, torch.ones(2, 3, 4):long()
local cases = {
  {'size', D}, {'stride', D}, {'narrow', D, 1, 2}, {'select', D, 2}, {'transpose', D, 1},
  {'transpose', 2, D}, {'unfold', D, 2, 1}, {'squeeze', D}, {'split', 2, D}, {'chunk', 2, D},
  {'sum', D}, {'prod', D}, {'mean', D}, {'max', D}, {'min', D}, {'std', D}, {'var', D, true},
  {'norm', 2, D}, {'renorm', 2, D, 1}, {'cumsum', D}, {'cumprod', D},
  {'sort', D}, {'sort', D, true}, {'topk', 2, D}, {'kthvalue', 2, D}, {'median', D}, {'mode', D},
  {'index', D, pair}, {'indexFill', D, pair, 7}, {'gather', D, places}, {'scatter', D, places, 7},
  {'scatter', D, places, numbers():neg()},
}

-- The returned values and the tensor after the call, as tables.
local function outcome(name, form, arguments, dim)
  local t, call = numbers(), {}
  for i = 2, #arguments do call[i - 1] = arguments[i] == D and dim or arguments[i] end
  local results = {(form == 'method' and t[name] or torch[name])(t, unpack(call))}
  results[#results + 1] = t
  for i, r in ipairs(results) do
    if torch.isTensor(r) then results[i] = r:totable() end
    if torch.type(r) == 'table' then
      for k, part in ipairs(r) do r[k] = part:totable() end
    end
  end
  return results
end

function suite.all()
  for _, case in ipairs(cases) do
    for _, form in ipairs {'method', 'function'} do
      if form == 'method' or torch[case[1]] then
        for dim = 1, 3 do
          tester:eq(outcome(case[1], form, case, dim - 4), outcome(case[1], form, case, dim),
                    ('%s %s, dimension %d'):format(form, case[1], dim - 4))
        end
      end
    end
  end
end

function suite.writing_slices()
  for _, name in ipairs {'indexCopy', 'indexAdd'} do
    local a, b, part = numbers(), numbers(), torch.range(1, 12):view(2, 3, 2)
    a[name](a, 3, pair, part)
    b[name](b, -1, pair, part)
    tester:eq(a:totable(), b:totable())
  end
end

function suite.joining()
  local a, b = torch.ones(2, 2), torch.zeros(2, 2)
  tester:eq(torch.cat(a, b, -1):totable(), {{1, 1, 0, 0}, {1, 1, 0, 0}})
  tester:eq(torch.cat({a, b}, -2):totable(), {{1, 1}, {1, 1}, {0, 0}, {0, 0}})
  fails('torch.cat: dimension -3 is out of range for 2 dimensions', torch.cat, a, b, -3)
  tester:eq(torch.cross(torch.eye(3), torch.ones(3, 3), -1):totable(),
            torch.cross(torch.eye(3), torch.ones(3, 3), 2):totable())
end

function suite.views()
  local t = numbers()
  tester:eq(t:permute(-1, 1, -2):size():totable(), {4, 2, 3})
  tester:eq(t:unsqueeze(-1):size():totable(), {2, 3, 4, 1})
  tester:eq(t:unsqueeze(-4):size():totable(), {1, 2, 3, 4})
  tester:eq(torch.ones(2, 1, 3):squeeze(-2):size():totable(), {2, 3})
  tester:eq(t:select(-1, -1):totable(), t:select(3, 4):totable())
  tester:eq(t:narrow(-1, -2, 2):totable(), t:narrow(3, 3, 2):totable())
  tester:eq(t:sub(1, -1, -2, -1, 2, -2):totable(), t:sub(1, 2, 2, 3, 2, 3):totable())
  fails('torch.narrow: length 3 from index -2 is out of range for size 4 in dimension 3',
        t.narrow, t, -1, -2, 3)
  fails('torch.narrow: index -5 is out of range 1 to 4 in dimension 3', t.narrow, t, 3, -5, 1)
  fails('torch.sub: positions and dimensions count from 1, got 0', t.sub, t, 0, 2)
end

function suite.refused()
  local t = numbers()
  fails('torch.sum: dimension -4 is out of range for DoubleTensor 2x3x4', torch.sum, t, -4)
  fails('torch.size: dimension -4 is out of range for DoubleTensor 2x3x4', t.size, t, -4)
  fails('torch.sort: dimension -4 is out of range for DoubleTensor 2x3x4', torch.sort, t, -4)
  fails('torch.unsqueeze: dimension -5 is out of range for DoubleTensor 2x3x4', torch.unsqueeze, t, -5)
  fails('torch.sum: positions and dimensions count from 1, got 0', torch.sum, t, 0)
  fails('torch.max: dimension -1 is out of range for DoubleTensor empty', torch.max, torch.Tensor(), -1)
end

tester:add(suite):run()
