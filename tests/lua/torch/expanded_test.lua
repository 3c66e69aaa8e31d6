-- SPDX-License-Identifier: BSD-3-Clause
-- Writing to an expanded tensor, whose positions share elements: what gives all copies of an element
-- the same value is done once an element; what would give them different ones is refused, beyond
-- Torch7. A result that is given with other sizes is resized first, as Torch7 does, and is expanded no
-- more.

local torch = require 'torch'
local engine = require 'tocha'
local checks = require 'support.checks'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = checks.message(tester)

local shared = 'is an expanded tensor, whose elements share memory; clone it first'

function suite.in_place()
  local base = torch.Tensor{{1}, {2}}
  local e, m, long = base:expand(2, 3), torch.range(1, 6):view(2, 3), torch.LongTensor{1, 2}
  local mask = torch.ByteTensor(2, 3):fill(1)
  for name, arguments in pairs {
    copy = {m}, add = {m}, cmul = {m}, addcmul = {2, m, m}, csub = {2, m}, exp = {m}, cmax = {m},
    uniform = {}, normal = {}, random = {}, bernoulli = {}, indexFill = {1, long, 3},
    indexCopy = {1, long, m}, indexAdd = {1, long, m}, scatter = {1, torch.LongTensor(2, 3):fill(1), 5},
    maskedFill = {mask, 5}, maskedCopy = {mask, m}, addmm = {m, torch.ones(3, 3)}, sort = {m, 1},
    cumsum = {m, 1}, tril = {m}, cat = {{m:narrow(2, 1, 1), m:narrow(2, 1, 2)}, 2},
    index = {m, 1, long}, gather = {m, 1, torch.LongTensor(2, 3):fill(1)}, eye = {2, 3},
    rand = {2, 3}, reshape = {m, 2, 3}, sigmoid = {m}, map = {m, math.max},
  } do
    fails(name == 'map' and 'elements of an expanded tensor cannot be set; clone it first' or shared,
          e[name], e, unpack(arguments))
    tester:eq(base:totable(), {{1}, {2}}, name)
  end
  fails('torch.add: the result DoubleTensor 2x3 ' .. shared, e.add, e, m)
end

function suite.once_an_element()
  local row = torch.Tensor{{10, 20, 30}}
  for _, type in ipairs {'torch.DoubleTensor', 'torch.FloatTensor', 'torch.HalfTensor', 'torch.IntTensor'} do
    local base = torch.Tensor{{1}, {2}}:type(type)
    local e = base:expand(2, 3)
    local column = torch.Tensor{{10}, {20}}:type(type)
    local function becomes(a, b, name) tester:eq(base:totable(), {{a}, {b}}, type .. ' ' .. name) end
    tester:assert(rawequal(e:add(1), e))
    becomes(2, 3, 'add')
    becomes(e:mul(2) and 4, 6, 'mul')
    becomes(e:add(2, column:expand(2, 3)) and 24, 46, 'operands expanded alike')
    becomes(e:add(-1, column) and 14, 26, 'operands that broadcast')
    becomes(e:cmul(torch.Tensor{{1, 1, 1}, {2, 2, 2}}:type(type)) and 14, 52, 'operands of equal copies')
    becomes(e:add(e) and 28, 104, 'itself')
    becomes(e:copy(column:expand(2, 3)) and 10, 20, 'copy')
    becomes(e:copy(torch.Tensor{{3, 3, 3}, {4, 4, 4}}) and 3, 4, 'copy of equal copies')
    becomes(e:clamp(0, 3) and 3, 3, 'clamp')
    becomes(e:fill(7) and 7, 7, 'fill')
    becomes(e:zero() and 0, 0, 'zero')
    becomes(torch.ones(e, 2, 3) and 1, 1, 'ones')
    becomes(torch.cmul(e, column:expand(2, 3), column:expand(2, 3)) and 100, 400, 'cmul')
    tester:eq(e:stride(2), 0)
  end
  -- all dimensions, and several at once
  local one = torch.Tensor{5}
  one:expand(4):div(5)
  tester:eq(one[1], 1)
  local cube = torch.Tensor{{{1}, {2}}}
  cube:expand(3, 2, 4):add(1)
  tester:eq(cube:totable(), {{{2}, {3}}})
  local flags = torch.ByteTensor(2, 1)
  torch.gt(flags:expand(2, 3), torch.Tensor{{1}, {5}}:expand(2, 3), 3)
  tester:eq(flags:totable(), {{0}, {1}})
  -- the idiom of Torch7 programs
  local conf = torch.Tensor{{1, 2, 3}, {4, 5, 6}}
  tester:eq(conf:sum(2):expandAs(conf):add(1):totable(), {{7, 7, 7}, {16, 16, 16}})
  fails(shared, row.add, row:expand(2, 3), torch.Tensor{{1}, {2}})
end

function suite.elements()
  local base = torch.Tensor{1}
  local e, v = base:expand(2, 3), base:expand(4)
  local function put(t, key, value) t[key] = value end
  for _, key in ipairs {torch.LongTensor{1}, torch.ByteTensor(2, 3):fill(1)} do
    fails(shared, put, e, key, 5)
  end
  fails(shared, put, e, 1, torch.range(1, 3))
  fails('torch.DoubleTensor[LongTensor 1]: the result DoubleTensor 4 ' .. shared, put, v,
        torch.LongTensor{2}, 5)
  tester:eq(base:totable(), {1})
  -- one element by its place is what it says, as Torch7's manual has it
  v[2] = 7
  tester:eq(v:totable(), {7, 7, 7, 7})
  for value, key in ipairs {{1, 2}, 1, {1, {2, 3}}, {{}, 1}} do
    e[key] = value
    tester:eq(base:totable(), {value})
  end
  -- and one that has stride 0 may be nobody else's
  base:expand(1, 1):fill(5)
  tester:eq(base:totable(), {5})
end

function suite.functions_that_look()
  local sum = 0
  torch.Tensor{{1}, {2}}:expand(2, 3):apply(function(x) sum = sum + x end)
  tester:eq(sum, 9)
end

-- All methods, with arguments of every kind: a tensor that is expanded before and after the call has
-- the elements that its copy gets, or those that it had and an error.
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
        local copy = e:clone()
        local ok, err = pcall(f, e, unpack(list))
        if not ok and tostring(err):find(shared, 1, true) then refused[name] = true end
        if e:dim() == 2 and e:stride(2) == 0 then
          if ok then f(copy, unpack(list)) end
          if copy:eq(copy):all() then
            tester:eq(e:totable(), copy:totable(), ('%s %s with arguments %d'):format(type, name, i))
          end
        end
      end
    end
  end
  return refused
end

function suite.every_method()
  for _, type in ipairs {'torch.FloatTensor', 'torch.LongTensor', 'torch.ByteTensor'} do
    local refused = sweep(type)
    for _, name in ipairs {'add', 'copy', 'cmul', 'indexAdd', 'scatter', 'maskedFill', 'random'} do
      tester:assert(refused[name], name .. ' was not reached')
    end
  end
end

tester:add(suite):run()
