-- SPDX-License-Identifier: BSD-3-Clause
-- Beyond Torch7: torch.BFloat16Tensor, the range of a float in 16 bits. It stores; arithmetic happens
-- in float and is rounded to nearest even once.

local torch = require 'torch'
local ffi = require 'ffi'

local tester = torch.Tester()
local suite = torch.TestSuite()

local BFloat16 = torch.BFloat16Tensor

function suite.conversions()
  local t = torch.Tensor{1 + 2 ^ -8, 1 + 3 * 2 ^ -8, 1 + 2 ^ -8 + 2 ^ -40, -3.14159265, 1e38, 1e-60}
  local expected = {1, 1 + 2 ^ -6, 1 + 2 ^ -7, -3.140625, 9.9692099683868690e+37, 0}
  tester:eq(t:bfloat16():double():totable(), expected)
  tester:eq(t:type('torch.BFloat16Tensor'):totable(), expected)
  tester:eq(BFloat16(6):copy(t):totable(), expected)
  tester:eq(BFloat16{2 ^ -133, 2 ^ -134, 257, 259}:totable(), {2 ^ -133, 0, 256, 260})
  for _, name in ipairs {'Byte', 'Char', 'Short', 'Int', 'Long', 'Half', 'Float', 'Double'} do
    local other = torch[name .. 'Tensor']{0, 1, 100}
    tester:eq(other:bfloat16():totable(), {0, 1, 100})
    tester:eq(other:bfloat16():type(other:type()):totable(), {0, 1, 100})
  end
  tester:eq(torch.LongTensor{2 ^ 62 + 2 ^ 54 + 1024}:bfloat16()[1], 2 ^ 62 + 2 ^ 55)
  tester:eq(torch.HalfTensor{65504}:bfloat16()[1], 65536)
  tester:eq(BFloat16{-7.5, 200}:int():totable(), {-7, 200})
  local nan = BFloat16{0 / 0}
  tester:assert(nan[1] ~= nan[1] and nan:float()[1] ~= nan:float()[1])
end

function suite.elements_and_storages()
  local t = BFloat16(2, 3):fill(0.1)
  tester:eq(t[2][3], 0.10009765625)
  t[1][2], t[{2, {1, 2}}] = 7, 2.0078125  -- a tie: to the even neighbour
  tester:eq(t:narrow(2, 1, 2):totable(), {{0.10009765625, 7}, {2, 2}})
  tester:eq(t:elementSize(), 2)
  local s = torch.BFloat16Storage{1, 257, -3}
  tester:eq(s:totable(), {1, 256, -3})
  s[2] = 1.00001
  tester:eq({s[2], s:size(), torch.typename(s)}, {1, 3, 'torch.BFloat16Storage'})
  tester:eq(torch.BFloat16Storage(2):fill(0.3):totable(), {0.30078125, 0.30078125})
  tester:eq(torch.BFloat16Storage(3):copy(torch.FloatStorage{1, 2, 3}):totable(), {1, 2, 3})
  tester:eq(BFloat16(s, 2, 2):totable(), {1, -3})
  tester:eq(ffi.cast('uint16_t *', BFloat16{-2}:data())[0], 0xC000)
  t:apply(function(x) return x * 2 end)
  tester:eq(t[1][2], 14)
end

function suite.printing()
  tester:eq(tostring(BFloat16{1, 2, 3.14159}),
            ' 1.0000\n 2.0000\n 3.1406\n[torch.BFloat16Tensor of size 3]\n')
  tester:eq(tostring(torch.BFloat16Storage{1, 2}), ' 1\n 2\n[torch.BFloat16Storage of size 2]\n')
  tester:eq(tostring(BFloat16()), '[torch.BFloat16Tensor with no dimension]\n')
end

function suite.files()
  local t = BFloat16{{1, 2.5}, {-3e38, 2 ^ -130}}
  for _, format in ipairs {'binary', 'ascii'} do
    local object = torch.deserialize(torch.serialize({t, t:storage()}, format), format)
    tester:eq(object[1]:type(), t:type())
    tester:eq(object[1]:totable(), t:totable())
    tester:eq(object[2]:totable(), t:storage():totable())
  end
end

-- Every operator gives the float result, rounded.
function suite.arithmetic()
  local x, y = torch.FloatTensor{{1, 2}, {3, 4}}, torch.FloatTensor{{0.5, 0.25}, {2, 8}}
  local a, b = x:bfloat16(), y:bfloat16()
  for _, name in ipairs {'abs', 'neg', 'sign', 'exp', 'log', 'log1p', 'sqrt', 'rsqrt', 'sin', 'cos', 'tan',
                         'atan', 'sinh', 'cosh', 'tanh', 'sigmoid', 'floor', 'ceil', 'round', 'trunc',
                         'frac', 'cinv', 'cumsum', 'cumprod', 'tril', 'diag'} do
    tester:eq(torch[name](a):totable(), torch[name](x):bfloat16():totable(), name)
  end
  for _, name in ipairs {'add', 'csub', 'cmul', 'cdiv', 'cpow', 'cmax', 'cmin', 'atan2', 'cfmod', 'mm',
                         'lt', 'eq'} do
    tester:eq(torch[name](a, b):double():totable(),
              (name == 'lt' or name == 'eq') and torch[name](x, y):double():totable()
              or torch[name](x, y):bfloat16():double():totable(), name)
  end
  for _, name in ipairs {'sum', 'prod', 'max', 'min', 'mean', 'var', 'std', 'norm'} do
    tester:eq(torch[name](a), torch[name](x), 1e-6)
  end
  for _, name in ipairs {'sum', 'max', 'mean', 'sort', 'median', 'mode'} do
    tester:eq(torch[name](a, 1):totable(), torch[name](x, 1):bfloat16():totable(), name)
  end
  tester:eq(torch.addmm(a, b, b):totable(), torch.addmm(x, y, y):bfloat16():totable())
  tester:eq(torch.add(a, 0.5, b):totable(), torch.add(x, 0.5, y):bfloat16():totable())
  tester:eq((a * b + 1):totable(), (x * y + 1):bfloat16():totable())
  tester:eq(a:gather(1, torch.LongTensor{{2, 1}}):totable(), {{3, 2}})
  tester:eq(a[a:gt(2)]:totable(), {3, 4})
  tester:eq(torch.range(BFloat16(), 1, 3):totable(), {1, 2, 3})
  -- a sum is not rounded on the way
  tester:eq(BFloat16(1000):fill(1):sum(), 1000)
  tester:eq(BFloat16(1, 1000):fill(1):sum(2)[1][1], 1000)
end

function suite.random()
  torch.manualSeed(1)
  local t = BFloat16(1000):uniform()
  tester:assert(t:min() >= 0 and t:max() <= 1)  -- rounded
  tester:assert(math.abs(BFloat16(1000):normal(2, 0.5):mean() - 2) < 0.1)
  tester:eq(BFloat16(100):bernoulli(1):sum(), 100)
end

function suite.edges()
  local empty = BFloat16()
  tester:eq((empty + empty):dim(), 0)
  tester:eq(empty:sum(), 0)
  tester:eq(BFloat16{0 / 0, 1}:max() ~= BFloat16{0 / 0, 1}:max(), true)
  tester:eq(BFloat16{5}:sort()[1], 5)
  local ok, err = pcall(torch.add, BFloat16(1), torch.FloatTensor(1))
  tester:assert(not ok and err:find('types BFloat16 and Float do not match', 1, true) ~= nil)
  torch.setdefaulttensortype('torch.BFloat16Tensor')
  local made = torch.Tensor(2):zero()
  torch.setdefaulttensortype('torch.DoubleTensor')
  tester:eq(made:type(), 'torch.BFloat16Tensor')
end

tester:add(suite):run()
