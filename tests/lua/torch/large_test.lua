-- SPDX-License-Identifier: BSD-3-Clause
-- Sizes, strides, offsets and positions beyond 2^31. The short form walks views and a file of mostly
-- holes, which take no memory; with TOCHA_LARGE=1 (make test-large) whole operators run over 2^31 + 10
-- bytes, which takes up to 10 GB and some minutes.

local torch = require 'torch'

local tester = torch.Tester()
local suite = torch.TestSuite()

local Long = torch.LongTensor
local far = 2 ^ 31 + 10

function suite.views()
  local e = torch.ByteTensor{7}:expand(far)
  tester:eq({e:nElement(), e:size(1), e:dim()}, {far, far, 1})
  tester:eq(e:narrow(1, far - 2, 3):totable(), {7, 7, 7})
  tester:eq(e[far], 7)
  local pair = torch.ByteTensor{{1}, {2}}:expand(2, 2 ^ 33)
  tester:eq(pair:nElement(), 2 ^ 34)
  tester:eq(pair:t():narrow(1, 2 ^ 33, 1):totable(), {{1, 2}})
  tester:eq(pair:index(2, Long{2 ^ 33, 1}):totable(), {{1, 1}, {2, 2}})
  tester:eq(pair[{Long{1, 2}, Long{2 ^ 32, 2 ^ 33}}]:totable(), {1, 2})
  tester:eq(pair:gather(2, Long{{2 ^ 33}, {1}}):totable(), {{1}, {2}})
  tester:eq(pair:select(2, 2 ^ 32):totable(), {1, 2})
  tester:eq(pair:unfold(2, 2, 2 ^ 32):size():totable(), {2, 2, 2})
  local ok, err = pcall(function() return pair[{1, 2 ^ 33 + 1}] end)
  tester:assert(not ok and err:find('index 8589934593 is out of range 1 to 8589934592', 1, true) ~= nil)
  ok, err = pcall(torch.ByteTensor, 2 ^ 40, 2 ^ 40)
  tester:assert(not ok and err:find('too many elements', 1, true) ~= nil)
end

-- A tensor over a file of holes; body(t) sees zeros.
local function with_file(size, body)
  local name = os.tmpname()
  local storage = torch.ByteStorage(name, true, size)
  local ok, err = pcall(body, torch.ByteTensor(storage))
  os.remove(name)
  if not ok then error(err, 0) end
end

function suite.far_away()
  with_file(2 ^ 33, function(whole)
    tester:eq(whole:nElement(), 2 ^ 33)
    whole[2 ^ 32 + 5] = 9
    tester:eq({whole[2 ^ 32 + 5], whole:storage()[2 ^ 32 + 5]}, {9, 9})
    local t = whole:narrow(1, 2 ^ 32 + 1, 8)
    tester:eq({t:storageOffset(), t:sum()}, {2 ^ 32 + 1, 9})
    t:copy(torch.range(1, 8))
    t:add(1):cmul(t)
    tester:eq(t:totable(), {4, 9, 16, 25, 36, 49, 64, 81})
    local m = whole:view(2, 2 ^ 32)  -- strides beyond 2^32
    tester:eq(m:narrow(2, 1, 2):totable(), {{0, 0}, {4, 9}})
    m:narrow(2, 1, 2):fill(3)
    tester:eq(m[{{}, {1, 3}}]:totable(), {{3, 3, 0}, {3, 3, 16}})
    tester:eq(m:narrow(2, 2, 2):sum(1):totable(), {{6, 16}})
    tester:eq(m:narrow(2, 2, 2):t():clone():totable(), {{3, 3}, {0, 16}})
    tester:eq(whole:index(1, Long{2 ^ 32 + 8, 1}):totable(), {81, 3})
    whole:indexFill(1, Long{2 ^ 33}, 5)
    whole[Long{-2, 2 ^ 32}] = torch.ByteTensor{6, 7}
    tester:eq(whole:narrow(1, -2, 2):totable(), {6, 5})
    tester:eq(whole:gather(1, Long{2 ^ 33, 2 ^ 32}):totable(), {5, 7})
    whole:scatter(1, Long{2 ^ 33 - 1}, 8)
    m:indexAdd(2, Long{2 ^ 32}, torch.ByteTensor{{1}, {2}})
    tester:eq(whole:narrow(1, -2, 2):totable(), {8, 7})
    local values, places = m:narrow(2, 2 ^ 32 - 2, 3):max(2)
    tester:eq({values:totable(), places:totable()}, {{{8}, {8}}, {{3}, {2}}})
  end)
end

-- --- the long form ---

local long = {}

local function filled(value) return torch.ByteTensor(far):fill(value) end

function long.fill_copy_add()
  local t = filled(3)
  tester:eq({t[1], t[far], t:sum()}, {3, 3, 3 * far})
  local u = torch.ByteTensor(far):copy(t)
  u:add(2)
  u:add(t)
  tester:eq({u[1], u[2 ^ 31], u[far], u:sum()}, {8, 8, 8, 8 * far})
  tester:eq({u:min(), u:max()}, {8, 8})
  u[far] = 9
  tester:assert(not torch.equal(t, u))
  tester:eq(u:ne(8):sum(), 1)
end

function long.extremes_and_positions()
  local t = filled(1)
  t[far - 1], t[2 ^ 31 + 1] = 7, 0
  local value, place = t:max(1)
  tester:eq({value[1], place[1]}, {7, far - 1})
  value, place = t:min(1)
  tester:eq({value[1], place[1]}, {0, 2 ^ 31 + 1})
  local mask = t:eq(7)
  tester:eq({mask:sum(), mask[far - 1]}, {1, 1})
  tester:eq(mask:nonzero():totable(), {{far - 1}})
  tester:eq(t[mask]:totable(), {7})
  t[mask] = 9
  t:maskedFill(t:eq(0), 5)
  tester:eq(t:index(1, Long{far - 1, 2 ^ 31 + 1, 1}):totable(), {9, 5, 1})
end

function long.scans_and_rows()
  local t = filled(0)
  t[2], t[far] = 1, 1
  t:cumsum(t, 1)
  tester:eq({t[1], t[2], t[far - 1], t[far]}, {0, 1, 1, 2})
  tester:eq(t:narrow(1, far - 3, 4):sort(1, true):totable(), {2, 1, 1, 1})
  local rows = t:narrow(1, 1, 2 ^ 31):view(2, 2 ^ 30)
  tester:eq(rows:sum(2):totable(), {{255}, {0}})  -- wrapped, as bytes are
  tester:eq(rows:t():narrow(1, 2 ^ 30 - 1, 2):totable(), {{1, 1}, {1, 1}})
end

function long.joining_and_random()
  local t = torch.cat(torch.ByteTensor(2 ^ 31):fill(1), torch.ByteTensor(10):fill(2), 1)
  tester:eq({t:nElement(), t[2 ^ 31], t[2 ^ 31 + 1]}, {far, 1, 2})
  t:bernoulli(1)
  tester:eq(t:sum(), far)
end

function long.wide_elements()
  local t = torch.ShortTensor(far):fill(300)
  tester:eq({t[far], t:sum()}, {300, 300 * far})
  t:narrow(1, far, 1):fill(-5)
  local value, place = t:min(1)
  tester:eq({value[1], place[1]}, {-5, far})
end

function long.floats()
  local t = torch.FloatTensor(far):fill(0.5)
  tester:eq({t:sum(), t:mean(), t:dot(t)}, {far / 2, 0.5, far / 4})
  t:mul(2):log()
  tester:eq({t[1], t[2 ^ 31], t[far]}, {0, 0, 0})
  t[far - 1] = 4
  local value, place = t:max(1)
  tester:eq({value[1], place[1], t:norm()}, {4, far - 1, 4})
  t:narrow(1, far - 1, 1):cmul(t:narrow(1, far - 1, 1))
  tester:eq(t[far - 1], 16)
  t[far - 1] = 4
  t:narrow(1, 1, 2 ^ 31):view(2 ^ 30, 2):select(2, 2):fill(1)
  tester:eq({t[1], t[2 ^ 31], t[2 ^ 31 + 1], t:sum()}, {0, 1, 0, 2 ^ 30 + 4})
end

function long.files()
  local t, name = filled(1), os.tmpname()
  t[far] = 2
  torch.save(name, t)
  t = nil  -- luacheck: ignore
  collectgarbage()
  local loaded = torch.load(name)
  os.remove(name)
  tester:eq({loaded:nElement(), loaded[1], loaded[far], loaded:sum()}, {far, 1, 2, far + 1})
end

if os.getenv('TOCHA_LARGE') == '1' then
  for name, test in pairs(long) do suite[name] = test end
end

tester:add(suite):run()
