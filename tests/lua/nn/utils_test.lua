-- SPDX-License-Identifier: BSD-3-Clause
-- nn.utils, and how nn finds its classes.

local torch = require 'torch'
require 'nn'
local checks = require 'support.checks'

local tester = torch.Tester()
local suite = torch.TestSuite()
local utils = nn.utils

local fails = checks.fails(tester)

local function nested()
  return {torch.Tensor {1, 2}, {torch.Tensor {3}, name = torch.Tensor {{4, 5}}}}
end

function suite.resize()
  local t, other = utils.recursiveResizeAs(nil, nested())
  tester:eq(t[2].name:size():totable(), {1, 2})
  tester:eq(#other, 2)
  t[3], t[2].more = torch.Tensor(2), torch.Tensor(2)
  local first = t[1]
  t = utils.recursiveResizeAs(t, nested())
  tester:assert(t[3] == nil and t[2].more == nil and rawequal(t[1], first))
  tester:eq((utils.recursiveResizeAs(torch.Tensor(5), torch.Tensor(2, 3))):size():totable(), {2, 3})
  fails('nn.utils.recursiveResizeAs: nested tensors or tables expected, got nil and number',
        function() utils.recursiveResizeAs(nil, 3) end)
end

function suite.fill_copy_add()
  local t = utils.recursiveFill(nested(), 7)
  tester:eq(t[2].name:totable(), {{7, 7}})
  local copy = utils.recursiveCopy(nil, nested())
  tester:eq({copy[1]:totable(), copy[2].name:totable()}, {{1, 2}, {{4, 5}}})
  utils.recursiveAdd(copy, nested())
  utils.recursiveAdd(copy, -0.5, nested())
  tester:eq({copy[1]:totable(), copy[2][1]:totable()}, {{1.5, 3}, {4.5}})
  fails('nn.utils.recursiveAdd: nested tensors or tables expected, got nil and torch.DoubleTensor',
        function() utils.recursiveAdd({}, {torch.Tensor(1)}) end)
end

function suite.types()
  local t = nested()
  t[3] = 'text'
  local result = utils.recursiveType(t, 'torch.FloatTensor')
  tester:assert(rawequal(result, t))
  tester:eq({torch.typename(t[2].name), t[3]}, {'torch.FloatTensor', 'text'})
  tester:eq(t[2].name:totable(), {{4, 5}})
  local whole = torch.Tensor {1, 2, 3, 4}
  local parts = utils.recursiveType({whole, whole[{{2, 3}}], whole, torch.Tensor()}, 'torch.FloatTensor')
  parts[1]:fill(9)
  tester:eq(parts[2]:totable(), {9, 9})
  tester:assert(rawequal(parts[1], parts[3]))
  tester:eq({torch.typename(parts[4]), parts[4]:nElement()}, {'torch.FloatTensor', 0})
  local same = torch.Tensor(2)
  tester:assert(rawequal(utils.recursiveType(same, 'torch.DoubleTensor'), same))
end

function suite.views()
  local t = torch.Tensor {{1, 2, 3}, {4, 5, 6}}
  tester:eq(utils.addSingletonDimension(t):size():totable(), {1, 2, 3})
  tester:eq(utils.addSingletonDimension(t, 3):size():totable(), {2, 3, 1})
  local view = torch.Tensor()
  tester:assert(rawequal(utils.addSingletonDimension(view, t, 2), view))
  tester:eq(view:size():totable(), {2, 1, 3})
  view:fill(7)
  tester:eq(t[2][3], 7)
  fails('dimension 4 is not in 1 to 3', function() utils.addSingletonDimension(t, 4) end)
  fails('input tensor expected, got number', function() utils.addSingletonDimension(3) end)
  local strided = t:t()
  local flat = utils.contiguousView(nil, strided, 6)
  tester:eq(flat:size():totable(), {6})
  flat:fill(1)
  tester:eq(t[1][1], 7)
  utils.contiguousView(flat, t, 3, 2):fill(2)
  tester:eq(t[1][1], 2)
end

function suite.clear()
  local tensor = torch.Tensor(3)
  local object = {a = tensor, b = {1}, c = 3, d = torch.Tensor(2)}
  tester:assert(rawequal(utils.clear(object, 'a', 'b', 'c', 'none'), object))
  tester:eq({tensor:nElement(), #object.b, object.d:nElement()}, {0, 0, 2})
  tester:eq(object.c, nil)
  utils.clear(object, {'d'})
  tester:eq(object.d:nElement(), 0)
end

function suite.classes_on_demand()
  tester:eq(nn.NoSuchLayer, nil)
  tester:eq(nn[1], nil)
  tester:assert(torch.factory('nn.Identity') ~= nil)
  tester:eq(torch.factory('nn.NoSuchLayer'), nil)
  torch.class('nn.OnlyHere', 'nn.Module')
  tester:eq(torch.typename(nn.OnlyHere()), 'nn.OnlyHere')
  fails('unknown parent class nn.NoSuchLayer', function() torch.class('nn.Child', 'nn.NoSuchLayer') end)
end

tester:add(suite):run()
