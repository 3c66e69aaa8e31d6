-- SPDX-License-Identifier: BSD-3-Clause
-- The calling forms of matrix products, which differ between functions and methods.

local torch = require 'torch'
local elements = require('support.checks').elements

local tester = torch.Tester()
local suite = torch.TestSuite()

local function same(t, list) tester:eq(elements(t), list) end

local a, b = torch.DoubleTensor {{1, 2}, {3, 4}}, torch.DoubleTensor {{5, 6}, {7, 8}}
local m = torch.DoubleTensor {{1, 1}, {1, 1}}
local x, y = torch.DoubleTensor {1, 2}, torch.DoubleTensor {3, 4}

function suite.plain_products()
  local r = torch.DoubleTensor()
  for name, case in pairs {
    mm = {a, b, {19, 22, 43, 50}}, mv = {a, x, {5, 11}}, ger = {x, y, {3, 4, 6, 8}},
    bmm = {a:view(1, 2, 2), b:view(1, 2, 2), {19, 22, 43, 50}},
  } do
    same(torch[name](case[1], case[2]), case[3])
    tester:assert(torch[name](r, case[1], case[2]) == r, name)
    same(r, case[3])
    same(r:zero()[name](r, case[1], case[2]), case[3])
  end
end

function suite.addmm_forms()
  same(torch.addmm(m, a, b), {20, 23, 44, 51})
  same(torch.addmm(2, m, a, b), {21, 24, 45, 52})
  same(torch.addmm(m, 2, a, b), {39, 45, 87, 101})
  same(torch.addmm(2, m, 2, a, b), {40, 46, 88, 102})
  local r = torch.DoubleTensor()
  tester:assert(torch.addmm(r, 2, m, 2, a, b) == r)
  same(r, {40, 46, 88, 102})
  same(m:clone():addmm(a, b), {20, 23, 44, 51})
  same(m:clone():addmm(2, a, b), {39, 45, 87, 101})
  same(m:clone():addmm(2, 2, a, b), {40, 46, 88, 102})
  same(r:addmm(m, a, b), {20, 23, 44, 51})
  same(r:addmm(2, m, 2, a, b), {40, 46, 88, 102})
end

function suite.other_sums_of_products()
  same(torch.addmv(x, a, y), {12, 27})
  same(x:clone():addmv(2, 3, a, y), {35, 79})
  same(x:clone():addmv(2, a, y), {23, 52})
  same(torch.addr(m, x, y), {4, 5, 7, 9})
  same(m:clone():addr(2, 1, x, y), {5, 6, 8, 10})
  local p, q = a:view(1, 2, 2):expand(2, 2, 2), b:view(1, 2, 2):expand(2, 2, 2)
  same(torch.addbmm(m, p, q), {39, 45, 87, 101})
  same(torch.baddbmm(m:view(1, 2, 2):expand(2, 2, 2), p, q), {20, 23, 44, 51, 20, 23, 44, 51})
end

tester:add(suite)
tester:run()
