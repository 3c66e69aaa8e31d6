-- SPDX-License-Identifier: BSD-3-Clause
-- Beyond Torch7: what would write to an expanded tensor, whose positions share elements, is refused.
-- A result that is given with other sizes is resized first, as Torch7 does, and is expanded no more.

local torch = require 'torch'
local engine = require 'tocha'
local checks = require 'support.checks'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = checks.message(tester)

local shared = 'is an expanded tensor, whose elements share memory; clone it first'

function suite.in_place()
  local base = torch.Tensor{{1}, {2}}
  local e, m, long = base:expand(2, 3), torch.ones(2, 3), torch.LongTensor{1, 2}
  local mask = torch.ByteTensor(2, 3):fill(1)
  for name, arguments in pairs {
    fill = {5}, zero = {}, copy = {m}, add = {1}, mul = {2}, cmul = {m}, addcmul = {2, m, m}, exp = {},
    clamp = {0, 1}, uniform = {}, normal = {}, random = {}, bernoulli = {}, indexFill = {1, long, 3},
    indexCopy = {1, long, m}, indexAdd = {1, long, m}, scatter = {1, torch.LongTensor(2, 3):fill(1), 5},
    maskedFill = {mask, 5}, maskedCopy = {mask, m}, addmm = {m, torch.ones(3, 3)}, sort = {m, 1},
    cumsum = {m, 1}, tril = {m}, cat = {{m:narrow(2, 1, 1), m:narrow(2, 1, 2)}, 2},
    index = {m, 1, long}, gather = {m, 1, torch.LongTensor(2, 3):fill(1)}, zeros = {2, 3},
    rand = {2, 3}, reshape = {m, 2, 3}, renorm = {2, 1, 1}, sigmoid = {m}, map = {m, math.max},
  } do
    fails(name == 'map' and 'elements of an expanded tensor cannot be set; clone it first' or shared,
          e[name], e, unpack(arguments))
    tester:eq(base:totable(), {{1}, {2}}, name)
  end
  fails('torch.fill: the result DoubleTensor 2x3 ' .. shared, e.fill, e, 1)
end

function suite.elements()
  local base = torch.Tensor{1}
  local e, v = base:expand(2, 3), base:expand(4)
  local function put(t, key, value) t[key] = value end
  for _, key in ipairs {1, {1, {2, 3}}, {{}, 1}, torch.LongTensor{1}, torch.ByteTensor(2, 3):fill(1)} do
    fails(shared, put, e, key, 5)
  end
  fails(shared, put, e, 1, torch.ones(3))
  fails('torch.DoubleTensor[LongTensor 1]: the result DoubleTensor 4 ' .. shared, put, v,
        torch.LongTensor{2}, 5)
  tester:eq(base:totable(), {1})
  -- one element by its place is what it says, as Torch7's manual has it
  v[2] = 7
  tester:eq(v:totable(), {7, 7, 7, 7})
  e[{1, 2}] = 8
  tester:eq(base:totable(), {8})
  -- and one that has stride 0 may be nobody else's
  base:expand(1, 1):fill(5)
  tester:eq(base:totable(), {5})
end

function suite.functions_that_look()
  local sum = 0
  torch.Tensor{{1}, {2}}:expand(2, 3):apply(function(x) sum = sum + x end)
  tester:eq(sum, 9)
end

-- All methods, with arguments of every kind: whatever they do, the elements of a tensor that is
-- expanded before and after the call are the same.
local function arguments(new)
  local m, mask = new{{1, 2, 3, 0}, {4, 5, 6, 1}}, torch.ByteTensor{{1, 0, 1, 0}, {0, 1, 0, 1}}
  local long, wide = torch.LongTensor{1, 2}, torch.LongTensor{{1, 2, 1, 2}}
  local generator = torch.Generator()
  local function seven() return 7 end
  return {
    {}, {1}, {2}, {0.5}, {1, 2}, {1, 2, 3}, {m}, {2, m}, {m, 2}, {m, m}, {2, m, m}, {m, m, 2},
    {1, 1, m, m}, {mask, 1}, {mask, m}, {1, long, m}, {1, long, 9}, {1, wide, m}, {1, wide, 9}, {m, 1},
    {m, 2, 1}, {m, 1, long}, {m, mask}, {{m:narrow(1, 1, 1), m:narrow(1, 2, 1)}, 1},
    {m:narrow(1, 1, 1), m:narrow(1, 2, 1), 1}, {2, 4}, {torch.LongStorage{2, 4}}, {1, 8}, {8}, {seven},
    {m, seven}, {m, m, seven}, {generator}, {generator, 1, 2}, {m, m:t():clone()},
    {m:narrow(2, 1, 2), m}, {new{1, 2}, new{1, 2, 3, 4}}, {m, torch.LongTensor(), m}, {m, 1, true},
    {m, true}, {new{{2, 1}, {1, 2}}, m}, {1, new{{2, 1}, {1, 2}}, m}, {m, 2, 1, 3},
  }
end

-- What describes or rebinds a tensor, and is no writing.
local other = {set = true, resize = true, resizeAs = true, free = true, retain = true, read = true,
               write = true}

local function sweep(type)
  local new, refused = torch.getmetatable(type).new, {}
  for name, f in pairs(engine.methods) do
    if not other[name] then
      for i, list in ipairs(arguments(new)) do
        local base = new{{3}, {1}}
        local e = base:expand(2, 4)
        local ok, err = pcall(f, e, unpack(list))
        if not ok and tostring(err):find(shared, 1, true) then refused[name] = true end
        if e:dim() == 2 and e:stride(2) == 0 then
          tester:eq(base:totable(), {{3}, {1}}, ('%s %s with arguments %d'):format(type, name, i))
        end
      end
    end
  end
  return refused
end

function suite.every_method()
  for _, type in ipairs {'torch.FloatTensor', 'torch.LongTensor', 'torch.ByteTensor'} do
    local refused = sweep(type)
    for _, name in ipairs {'add', 'fill', 'copy', 'indexAdd', 'scatter', 'maskedFill', 'clamp'} do
      tester:assert(refused[name], name .. ' was not reached')
    end
  end
end

tester:add(suite):run()
