-- SPDX-License-Identifier: BSD-3-Clause
-- torch.exp and its like: as functions, with a result, in place, of numbers.

local torch = require 'torch'

local tester = torch.Tester()
local suite = torch.TestSuite()

local functions = {
  exp = math.exp, log = math.log, sqrt = math.sqrt, sin = math.sin, cos = math.cos, tan = math.tan,
  asin = math.asin, acos = math.acos, atan = math.atan, sinh = math.sinh, cosh = math.cosh,
  tanh = math.tanh, floor = math.floor, ceil = math.ceil,
  log1p = function(x) return math.log(1 + x) end,
  rsqrt = function(x) return 1 / math.sqrt(x) end,
  sigmoid = function(x) return 1 / (1 + math.exp(-x)) end,
  round = function(x) return math.floor(x + 0.5) end,
  trunc = math.floor,
  frac = function(x) return x - math.floor(x) end,
}

function suite.every_form()
  local x = torch.DoubleTensor {0.25, 0.5, 0.75}
  for name, f in pairs(functions) do
    local function check(t)
      for i = 1, 3 do
        tester:assert(math.abs(t[i] - f(x[i])) < 1e-14, name)
      end
    end
    check(torch[name](x))
    local result = torch.DoubleTensor()
    tester:assert(torch[name](result, x) == result, name)
    check(result)
    check(result:zero()[name](result, x))
    local y = x:clone()
    tester:assert(y[name](y) == y, name)
    check(y)
    tester:assert(math.abs(torch[name](0.25) - f(0.25)) < 1e-15, name)
  end
end

function suite.errors()
  local ok, err = pcall(torch.exp, torch.IntTensor(2))
  tester:assert(not ok)
  local text = 'torch.exp: a floating point tensor is needed, got IntTensor 2'
  tester:assert(err:find(text, 1, true) ~= nil, err)
end

tester:add(suite)
tester:run()
