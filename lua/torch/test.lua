-- SPDX-License-Identifier: BSD-3-Clause
-- torch.test([names]): whether torch works on this machine. A few checks of each part, on each
-- type: an installation with the wrong BLAS, a broken file system or a damaged library shows here.

local torch = require 'torch.env'

local suite = torch.TestSuite()
local tester

local types = {'Byte', 'Char', 'Short', 'Int', 'Long', 'Half', 'BFloat16', 'Float', 'Double'}

local function each_type(check)
  for _, name in ipairs(types) do
    check(torch[name .. 'Tensor'], torch[name .. 'Storage'], name)
  end
end

function suite.elements_and_views()
  each_type(function(Tensor, _, name)
    local t = Tensor(3, 4)
    for i = 1, 3 do
      for j = 1, 4 do t[i][j] = 4 * (i - 1) + j end
    end
    tester:eq(t:t():narrow(1, 2, 2):totable(), {{2, 6, 10}, {3, 7, 11}}, name)
    tester:eq(t:t():clone():totable()[4], {4, 8, 12}, name)
    tester:eq(t[{2, {2, 3}}]:double():sum(), 13, name)
  end)
end

function suite.arithmetic()
  each_type(function(Tensor, _, name)
    if name == 'Half' or name == 'BFloat16' then return end
    local n = 100003  -- long enough for every kernel: vectors, their rest, several threads
    local t = Tensor(n):fill(2)
    tester:eq({(t + t):min(), (t * 3):max(), torch.cmul(t, t):sum() % 1e9}, {4, 6, 4 * n % 1e9}, name)
  end)
  local x = torch.linspace(0, 1, 10007)
  tester:assertlt((torch.exp(x):log() - x):abs():max(), 1e-14)
  tester:assertlt((torch.sin(x):pow(2) + torch.cos(x):pow(2) - 1):abs():max(), 1e-14)
end

-- Against sums by hand: a wrong BLAS is slow at best.
function suite.products_of_matrices()
  for _, name in ipairs {'Float', 'Double'} do
    local a = torch.randn(37, 41):type('torch.' .. name .. 'Tensor')
    local b = torch.randn(41, 29):type('torch.' .. name .. 'Tensor')
    local c = torch.mm(a, b)
    for i = 1, 37, 9 do
      for j = 1, 29, 7 do
        local sum = 0
        for k = 1, 41 do sum = sum + a[i][k] * b[k][j] end
        tester:assertlt(math.abs(c[i][j] - sum), name == 'Float' and 1e-4 or 1e-12, name)
      end
    end
  end
end

function suite.sorting()
  each_type(function(Tensor, _, name)
    if name == 'Half' or name == 'BFloat16' then return end
    local sorted, index = torch.sort(Tensor {3, 1, 2})
    tester:eq({sorted:totable(), index:totable()}, {{1, 2, 3}, {2, 3, 1}}, name)
  end)
end

-- Torch7's stream: the Mersenne Twister's first number for the seed 5489 is in its authors' listing.
function suite.random_numbers()
  local generator = torch.Generator()
  torch.manualSeed(generator, 5489)
  tester:eq(torch.random(generator), 3499211612)
end

function suite.files()
  each_type(function(Tensor, Storage, name)
    local t = Tensor {1, 2, 3}
    local object = {t = t, view = t:narrow(1, 2, 2), s = Storage {4, 5}, text = name}
    for _, mode in ipairs {'binary', 'ascii'} do
      local path = os.tmpname()
      torch.save(path, object, mode)
      local copy = torch.load(path, mode)
      os.remove(path)
      copy.t[2] = 9
      tester:eq({copy.view[1], copy.s[2], copy.text, torch.typename(copy.t)},
        {9, 5, name, torch.typename(t)}, name .. ' ' .. mode)
    end
  end)
end

-- Runs the checks, or those whose names match; returns the tester. A check that fails is an error,
-- after a report.
function torch.test(names)
  tester = torch.Tester()
  tester:add(suite):run(names)
  return tester
end

return torch.test
