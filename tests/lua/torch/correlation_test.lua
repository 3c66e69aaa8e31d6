-- SPDX-License-Identifier: BSD-3-Clause
-- Convolution and cross-correlation: torch.conv2, torch.xcorr2, torch.conv3, torch.xcorr3.

local torch = require 'torch'
local matrices = require 'support.matrices'

local tester = torch.Tester()
local suite = torch.TestSuite()
local near, message = matrices.checks(tester, suite)

local kTypes = {'Byte', 'Char', 'Short', 'Int', 'Long', 'Float', 'Double', 'Half', 'BFloat16'}

-- The definition, element by element, for two tensors of three dimensions.
local function correlate3(x, k, full)
  local sign, sizes = full and 1 or -1, {}
  for d = 1, 3 do sizes[d] = x:size(d) + sign * (k:size(d) - 1) end
  local out = torch.DoubleTensor(unpack(sizes)):zero()
  local function shift(d) return full and k:size(d) - 1 or 0 end
  for a = 1, sizes[1] do for b = 1, sizes[2] do for c = 1, sizes[3] do
    local sum = 0
    for i = 1, k:size(1) do for j = 1, k:size(2) do for l = 1, k:size(3) do
      local p, q, r = a + i - 1 - shift(1), b + j - 1 - shift(2), c + l - 1 - shift(3)
      if p >= 1 and q >= 1 and r >= 1 and p <= x:size(1) and q <= x:size(2) and r <= x:size(3) then
        sum = sum + x[p][q][r] * k[i][j][l]
      end
    end end end
    out[a][b][c] = sum
  end end end
  return out
end

local function turned(k)
  local flat, n = k:contiguous():view(-1), k:nElement()
  return flat:index(1, torch.range(n, 1, -1):long()):viewAs(k)
end

local function random(...)
  return torch.DoubleTensor(...):random(1, 9):add(-5)
end

function suite.knownValues()
  local x = torch.range(1, 9):view(3, 3)
  local k = torch.DoubleTensor {{1, 0}, {0, 2}}
  for _, name in ipairs(kTypes) do
    local T = 'torch.' .. name .. 'Tensor'
    local function case(f, mode, expected)
      near(torch[f](x:type(T), k:type(T), mode), torch.DoubleTensor(expected):type(T), 0)
    end
    case('xcorr2', 'V', {{11, 14}, {20, 23}})
    case('conv2', 'V', {{7, 10}, {16, 19}})
    case('xcorr2', 'F', {{2, 4, 6, 0}, {8, 11, 14, 3}, {14, 20, 23, 6}, {0, 7, 8, 9}})
    case('conv2', 'F', {{1, 2, 3, 0}, {4, 7, 10, 6}, {7, 16, 19, 12}, {0, 14, 16, 18}})
  end
  near(torch.conv2(x, k), torch.DoubleTensor {{7, 10}, {16, 19}}, 0)
  near(torch.conv2(torch.DoubleTensor {{3}}, torch.DoubleTensor {{5}}, 'F'), torch.DoubleTensor {{15}}, 0)
end

-- Sizes around the widths of vectors and blocks, kernels up to the image's own and beyond.
function suite.definition()
  torch.manualSeed(1)
  for _, case in ipairs {{1, 1, 1, 1, 1, 1}, {3, 5, 7, 2, 3, 4}, {1, 3, 40, 1, 2, 3}, {1, 2, 85, 1, 2, 9},
                         {2, 1, 70, 2, 1, 1}, {4, 4, 4, 4, 4, 4}, {1, 1, 33, 1, 1, 33}} do
    local x, k = random(case[1], case[2], case[3]), random(case[4], case[5], case[6])
    for _, mode in ipairs {'V', 'F'} do
      local expected = correlate3(x, k, mode == 'F')
      for _, name in ipairs {'Int', 'Long', 'Float', 'Double'} do
        local T = 'torch.' .. name .. 'Tensor'
        local tx, tk = x:type(T), k:type(T)
        near(torch.xcorr3(tx, tk, mode), expected:type(T), 0)
        near(torch.conv3(tx, turned(tk), mode), expected:type(T), 0)
      end
      if case[1] == 1 and case[4] == 1 then
        near(torch.xcorr2(x[1], k[1], mode), expected[1], 0)
        near(torch.conv2(x[1], turned(k[1]), mode), expected[1], 0)
      end
    end
  end
  local x, k = random(2, 2, 5), random(3, 4, 7)  -- a kernel larger than the image
  near(torch.xcorr3(x, k, 'F'), correlate3(x, k, true), 0)
  near(torch.conv3(x, k, 'F'), torch.conv3(k, x, 'F'), 0)
end

-- Many sums in a thread's share, and several threads.
function suite.largeImage()
  local x, k = random(300, 200), random(5, 7)
  local got = torch.xcorr2(x, k)
  for _, at in ipairs {{1, 1}, {296, 194}, {100, 130}, {7, 63}, {250, 65}} do
    tester:eq(got[at[1]][at[2]], x:narrow(1, at[1], 5):narrow(2, at[2], 7):clone():dot(k))
  end
end

function suite.planes()
  torch.manualSeed(2)
  for _, mode in ipairs {'V', 'F'} do
    for _, name in ipairs {'conv2', 'xcorr2', 'conv3', 'xcorr3'} do
      local f, volume = torch[name], name:find '3' and 3
      local function make(...)
        local sizes = {...}
        if volume then sizes[#sizes + 1] = 3 end
        return random(unpack(sizes))
      end
      -- each plane with its own kernel
      local x, k = make(4, 6, 5), make(4, 3, 2)
      local each = f(x, k, mode)
      tester:eq(each:size(1), 4)
      for p = 1, 4 do near(each[p], f(x[p], k[p], mode), 0) end
      -- planes summed, for each plane of the result
      k = make(3, 4, 3, 2)
      local summed = f(x, k, mode)
      tester:eq(summed:size(1), 3)
      for q = 1, 3 do near(summed[q], f(x, k[q], mode):sum(1)[1], 0) end
    end
  end
end

-- Enough planes for the kernels of convolutional layers; the numbers are exact in float.
function suite.manyPlanes()
  torch.manualSeed(3)
  for _, sizes in ipairs {{3, 12, 14}, {16, 9, 11}, {16, 3, 9, 6}} do
    local x = random(unpack(sizes))
    local name = #sizes == 4 and '3' or '2'
    sizes[1], sizes[2], sizes[3] = 32, x:size(1), 3
    for i = 4, x:dim() + 1 do sizes[i] = 2 end
    local k = random(unpack(sizes))
    for _, kind in ipairs {'conv', 'xcorr'} do
      local f = torch[kind .. name]
      for _, mode in ipairs {'V', 'F'} do
        local got = f(x:float(), k:float(), mode)
        tester:eq(got:size(1), 32)
        for q = 1, 32, 7 do near(got[q]:double(), f(x, k[q], mode):sum(1)[1], 0) end
      end
    end
  end
end

function suite.formsAndLayouts()
  local x, k = random(6, 8), random(3, 2)
  local expected = torch.conv2(x, k)
  local res = torch.DoubleTensor()
  tester:assert(torch.conv2(res, x, k) == res)
  near(res, expected, 0)
  tester:assert(res:zero():conv2(x, k, 'V') == res)
  near(res, expected, 0)
  near(x:conv2(k), expected, 0)
  near(x:xcorr2(k, 'F'), torch.xcorr2(x, k, 'F'), 0)
  -- other strides
  near(torch.conv2(x:t():clone():t(), k:t():clone():t()), expected, 0)
  local wide = torch.DoubleTensor(6, 16):zero()
  local half = wide:unfold(2, 1, 2):squeeze():copy(x)
  near(torch.conv2(half, k), expected, 0)
  near(torch.conv2(torch.DoubleTensor {{2}}:expand(4, 4), torch.DoubleTensor {{1}}:expand(2, 2)),
    torch.DoubleTensor(3, 3):fill(8), 0)
  -- results that are operands or part of another tensor
  local own = x:clone()
  torch.conv2(own, own, k)
  near(own, expected, 0)
  local home = torch.DoubleTensor(4, 2, 7):fill(9)
  torch.conv2(home:select(2, 2), x, k)
  near(home:select(2, 2), expected, 0)
  near(home:select(2, 1), torch.DoubleTensor(4, 7):fill(9), 0)
end

function suite.integersWrap()
  local x, k = torch.ByteTensor {{200, 100}}, torch.ByteTensor {{2, 1}}
  near(torch.xcorr2(x, k), torch.ByteTensor {{(200 * 2 + 100) % 256}}, 0)
  near(torch.xcorr2(torch.CharTensor {{-100, 3}}, torch.CharTensor {{3, -1}}),
    torch.CharTensor {{-303 + 256}}, 0)
  near(torch.xcorr2(torch.IntTensor {{2 ^ 30}}, torch.IntTensor {{4}}), torch.IntTensor {{0}}, 0)
end

-- What lies outside of the image adds nothing, not even where the kernel is infinite.
function suite.nanAndInfinity()
  local inf = math.huge
  local x, k = torch.DoubleTensor {{1, 0 / 0, 1, 2}}, torch.DoubleTensor {{1, 1}}
  local got = torch.conv2(x, k)
  tester:assert(got[1][1] ~= got[1][1] and got[1][2] ~= got[1][2])
  tester:eq(got[1][3], 3)
  near(torch.conv2(torch.DoubleTensor {{1, 2}}, torch.DoubleTensor {{inf, 1}}, 'F'):narrow(2, 3, 1),
    torch.DoubleTensor {{2}}, 0)
  local wide = torch.FloatTensor(16, 40, 40):fill(1)
  local kernels = torch.FloatTensor(32, 16, 3, 3):fill(1)
  kernels[{{}, {}, 2, 1}] = inf
  got = torch.xcorr2(wide, kernels, 'F')
  near(got:select(3, 1), torch.xcorr2(wide, kernels:float():fill(1), 'F'):select(3, 1), 0)
  tester:assert(got:select(3, 3):narrow(2, 2, 40):eq(inf):all())
end

function suite.errorTexts()
  local T = torch.DoubleTensor
  message('torch.conv2: dimensions of image 3x3 and kernel 2x2x2 do not fit: 2 and 2, 3 and 3 or ' ..
    '3 and 4 are needed', torch.conv2, T(3, 3), T(2, 2, 2))
  message('torch.xcorr3: dimensions of image empty and kernel 2x2x2 do not fit', torch.xcorr3, T(),
    T(2, 2, 2))
  message("torch.conv2: the kernel 4x2 is larger than the image 3x3: only a full convolution " ..
    "('F') is possible", torch.conv2, T(3, 3), T(4, 2))
  message('torch.xcorr2: image 2x3x3 and kernel 3x2x2 do not match: 2 planes, kernels for 3',
    torch.xcorr2, T(2, 3, 3), T(3, 2, 2))
  message('torch.conv3: image 2x3x3x3 and kernel 5x3x2x2x2 do not match: 2 planes, kernels for 3',
    torch.conv3, T(2, 3, 3, 3), T(5, 3, 2, 2, 2))
  message("torch.conv2: option 'full' does not fit, expected 'V' or 'F'", torch.conv2, T(3, 3),
    T(2, 2), 'full')
  message('torch.conv2: types Double and Float do not match', torch.conv2, T(3, 3),
    torch.FloatTensor(2, 2))
end

tester:add(suite)
tester:run()
