-- SPDX-License-Identifier: BSD-3-Clause
-- Arithmetic of integers as Torch7 has it: numbers are cut to the type, results wrap around,
-- quotients are cut towards zero; sums are taken in 64 bits. Where Torch7 dies of a division by zero
-- ours gives 0.

local torch = require 'torch'

local tester = torch.Tester()
local suite = torch.TestSuite()

local Byte, Char, Int, Long = torch.ByteTensor, torch.CharTensor, torch.IntTensor, torch.LongTensor

local function is(got, want, what)
  tester:eq(torch.isTensor(got) and got:totable() or got, want, what)
end

function suite.numbers_are_cut_to_the_type()
  is(Byte{300, -1, 3.7}, {44, 255, 3})
  is(Byte(2):fill(-1), {255, 255})
  local t = Byte(2)
  t[1], t[2] = 300, -1
  is(t, {44, 255})
  is(torch.Tensor{300, -1, 2.9, -2.9}:byte(), {44, 255, 2, 254})
  is(torch.Tensor{300, -2.9}:char(), {44, -2})
  is(Int{4}:mul(1.5), {4})
  is(Int{4} * 1.5, {4})
  is(Int{4}:add(1.5), {5})
  is(Int{4}:div(1.5), {4})
  is(Int{1}:addcmul(0.5, Int{3}, Int{3}), {1})
  is(Int{-5, 5}:clamp(-1.5, 1.5), {-1, 1})
end

function suite.results_wrap()
  is(Byte{200} + 100, {44})
  is(Char{100} + 100, {-56})
  is(Byte{0}:add(-1), {255})
  is(Byte{0} - 1, {255})
  is(Byte{0}:csub(1), {255})
  is(Byte{5}:add(-1, Byte{7}), {254})
  is(Byte{100}:mul(3), {44})
  is(Byte{100}:cmul(Byte{3}), {44})
  is(torch.mm(Byte{{100}}, Byte{{3}}), {{44}})
  is(Byte{255}:lshift(4), {240})
  is(Int{2 ^ 31 - 1}:add(1), {-2 ^ 31})
  is(Int{65536}:mul(65536), {0})
  is(Int{1}:lshift(31), {-2 ^ 31})
  is(Int{-8}:rshift(1), {2 ^ 31 - 4})
  is(Int{-2 ^ 31}:abs(), {-2 ^ 31})
  is(Byte(3):fill(255):cumsum(), {255, 254, 253})
end

function suite.sums_are_wide()
  is(Byte(1000):fill(255):sum(), 255000)
  is(Byte(1000):fill(255):sum(1), {24})  -- in the result's type
  is(Byte(3):fill(255):prod(), 255 ^ 3)
  is(Byte{100}:dot(Byte{3}), 300)
  is(Int{2 ^ 31 - 1, 2 ^ 31 - 1}:sum(), 2 ^ 32 - 2)
  is(Long{2 ^ 53}:add(1) - 2 ^ 53, {1})
end

function suite.division()
  is(Int{7, -7}:div(2), {3, -3})
  is(Int{7, -7} / 2, {3, -3})
  is(Int{7, -7}:cdiv(Int{2, 2}), {3, -3})
  is(Int{1}:addcdiv(2, Int{3}, Int{2}), {4})
  is(Int{-7, 7}:remainder(3), {2, 1})
  is(Int{-7, 7}:fmod(3), {-1, 1})
  is(Int{-7, 7} % -3, {-1, -2})
  for _, T in ipairs {Byte, Char, Int, Long} do
    is(T{4}:div(0), {0})
    is(T{4}:cdiv(T{0}), {0})
    is(T{4}:remainder(0), {0})
    is(T{4}:fmod(0), {0})
  end
  is(Int{-2 ^ 31}:div(-1), {-2 ^ 31})
  is(Int{2, -3}:cpow(Int{10, 3}), {1024, -27})
end

tester:add(suite):run()
