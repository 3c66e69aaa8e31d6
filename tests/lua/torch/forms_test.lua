-- SPDX-License-Identifier: BSD-3-Clause
-- Every calling form of the functions on tensors: as a function and as a method, with and without a
-- result, for each type that has them, with operands that are contiguous, transposed and narrowed.
-- What the functions compute is tested more closely in the files of their families.

local torch = require 'torch'

local tester = torch.Tester()
local suite = torch.TestSuite()

local integers, reals = {'Byte', 'Char', 'Short', 'Int', 'Long'}, {'Float', 'Double'}
local all = {'Byte', 'Char', 'Short', 'Int', 'Long', 'Float', 'Double'}

local function each(types, check)
  for _, name in ipairs(types) do check(torch[name .. 'Tensor'], name) end
end

local function is(got, want, what)
  if torch.isTensor(got) then got = got:totable() end
  tester:eq(got, want, 1e-3, what)
end

-- The matrix of these rows in three layouts.
local function layouts(T, rows)
  local plain = T(rows)
  local transposed = T(#rows[1], #rows):copy(plain:t()):t()
  local narrowed = T(#rows + 2, #rows[1] + 3):fill(99):narrow(1, 2, #rows):narrow(2, 3, #rows[1])
  return {plain, transposed, narrowed:copy(plain)}
end

local function map(rows, f)
  local result = {}
  for i, row in ipairs(rows) do
    result[i] = {}
    for j, value in ipairs(row) do result[i][j] = f(value) end
  end
  return result
end

local matrix = {{1, 2, 3}, {4, 5, 6}}

-- A pointwise function `name` of the matrix `rows` and further arguments, which gives `want`: new
-- as a function, in place as a method, into any result both ways.
local function pointwise(name, T, rows, want, ...)
  for _, x in ipairs(layouts(T, rows)) do
    is(torch[name](x, ...), want, name)
    is(x, rows, name .. ' changed its operand')
    local result = T()
    tester:assert(rawequal(torch[name](result, x, ...), result), name)
    is(result, want, name)
    result = T(7):zero()
    tester:assert(rawequal(result[name](result, x, ...), result), name)
    is(result, want, name)
    tester:assert(rawequal(x[name](x, ...), x), name)
    is(x, want, name)
  end
end

-- A function of a tensor and further arguments that makes a new tensor in either form, unless it is
-- given one.
local function making(name, T, x, want, ...)
  local rows = x:totable()
  is(torch[name](x, ...), want, name)
  is(x[name](x, ...), want, name)
  local result = T(5):fill(3)
  tester:assert(rawequal(torch[name](result, x, ...), result), name)
  is(result, want, name)
  result = T()
  tester:assert(rawequal(result[name](result, x, ...), result), name)
  is(result, want, name)
  is(x, rows, name .. ' changed its operand')
end

-- The same for functions that give values and their places.
local function choosing(name, T, x, values, places, ...)
  local function check(v, p)
    is(v, values, name)
    if places then is(p, places, name) end
    tester:eq(torch.type(p), 'torch.LongTensor', name)
  end
  check(torch[name](x, ...))
  check(x[name](x, ...))
  local v, p = T(), torch.LongTensor()
  local v1, p1 = torch[name](v, p, x, ...)
  tester:assert(rawequal(v, v1) and rawequal(p, p1), name)
  check(v, p)
  v1, p1 = torch[name](v, x, ...)
  tester:assert(rawequal(v, v1), name)
  check(v1, p1)
  check(v[name](v, p, x, ...))
end

function suite.arithmetic()
  each(all, function(T, type)
    local whole = type ~= 'Float' and type ~= 'Double'
    local function half(v) return whole and math.floor(v / 2) or v / 2 end
    local function fill(value) return T(2, 3):fill(value) end
    pointwise('add', T, matrix, map(matrix, function(v) return v + 3 end), 3)
    pointwise('add', T, matrix, map(matrix, function(v) return v + 3 end), fill(3))
    pointwise('add', T, matrix, map(matrix, function(v) return v + 6 end), 2, fill(3))
    pointwise('csub', T, matrix, map(matrix, function(v) return v - 1 end), 1)
    pointwise('csub', T, matrix, map(matrix, function(v) return v - 1 end), fill(1))
    pointwise('mul', T, matrix, map(matrix, function(v) return 3 * v end), 3)
    pointwise('cmul', T, matrix, map(matrix, function(v) return 3 * v end), fill(3))
    pointwise('div', T, matrix, map(matrix, half), 2)
    pointwise('cdiv', T, matrix, map(matrix, half), fill(2))
    pointwise('addcmul', T, matrix, map(matrix, function(v) return v + 6 end), fill(2), fill(3))
    pointwise('addcmul', T, matrix, map(matrix, function(v) return v + 12 end), 2, fill(2), fill(3))
    pointwise('addcdiv', T, matrix, map(matrix, function(v) return v + 3 end), fill(6), fill(2))
    pointwise('addcdiv', T, matrix, map(matrix, function(v) return v + 6 end), 2, fill(6), fill(2))
    pointwise('cpow', T, matrix, map(matrix, function(v) return v * v end), fill(2))
    pointwise('clamp', T, matrix, {{2, 2, 3}, {4, 5, 5}}, 2, 5)
    pointwise('cmax', T, matrix, {{3, 3, 3}, {4, 5, 6}}, 3)
    pointwise('cmax', T, matrix, {{3, 3, 3}, {4, 5, 6}}, fill(3))
    pointwise('cmin', T, matrix, {{1, 2, 3}, {3, 3, 3}}, 3)
    pointwise('cmin', T, matrix, {{1, 2, 3}, {3, 3, 3}}, fill(3))
    pointwise('sign', T, matrix, map(matrix, function() return 1 end))
    for _, name in ipairs {'fmod', 'mod', 'remainder'} do
      pointwise(name, T, matrix, map(matrix, function(v) return v % 3 end), 3)
    end
    for _, name in ipairs {'cfmod', 'cmod', 'cremainder'} do
      pointwise(name, T, matrix, map(matrix, function(v) return v % 3 end), fill(3))
    end
    pointwise('lshift', T, matrix, map(matrix, function(v) return 4 * v end), 2)
    pointwise('clshift', T, matrix, map(matrix, function(v) return 4 * v end), fill(2))
    pointwise('rshift', T, matrix, map(matrix, half), 1)
    pointwise('crshift', T, matrix, map(matrix, half), fill(1))
  end)
  each(integers, function(T)
    local two = T(2, 3):fill(2)
    for name, want in pairs {bitand = {{0, 2, 2}, {0, 0, 2}}, bitor = {{3, 2, 3}, {6, 7, 6}},
                             bitxor = {{3, 0, 1}, {6, 7, 4}}} do
      pointwise(name, T, matrix, want, 2)
      pointwise('c' .. name, T, matrix, want, two)
    end
  end)
end

function suite.operators()
  each(all, function(T, type)
    is(T(4):fill(3) + T(2, 2):fill(2), {5, 5, 5, 5}, type)
    is(T(2, 2):fill(3) - T(4):fill(2), {{1, 1}, {1, 1}}, type)
    is(3 + T{1}, {4}, type)
    is(T{4} - 3, {1}, type)
    is(5 - T{2}, {3}, type)
    is(-T{1}, type == 'Byte' and {255} or {-1}, type)
    is(T{2} * 3, {6}, type)
    is(3 * T{2}, {6}, type)
    is(T{6} / 3, {2}, type)
    is(T{7} % 4, {3}, type)
    is(T{4, 4} * T{5, 5}, 40, type)
    is(T{{2, 2}, {2, 2}} * T{4, 4}, {16, 16}, type)
    is(T(2, 2):fill(2) * T(2, 1):fill(3), {{12}, {12}}, type)
    is(#T(2, 3), torch.LongStorage{2, 3}, type)
  end)
end

function suite.functions_of_reals()
  local rows = {{0.5, 1.5, 2.5}, {0.25, 0.75, 3}}
  local function positive(name, f) return {name, rows, f} end
  local small = {{-0.5, 0.25, 0.75}}
  local signed = {{0.5, 1.5, 2.5}, {-0.75, -1.5, -3}}
  local function round(v) return v < 0 and math.ceil(v - 0.5) or math.floor(v + 0.5) end
  local function trunc(v) return v < 0 and math.ceil(v) or math.floor(v) end
  local cases = {
    {'acos', small, math.acos}, {'asin', small, math.asin}, {'atan', signed, math.atan},
    {'ceil', signed, math.ceil}, {'floor', signed, math.floor}, {'round', signed, round},
    {'trunc', signed, trunc}, {'frac', signed, function(v) return v - trunc(v) end},
    {'cos', signed, math.cos}, {'sin', signed, math.sin}, {'tan', small, math.tan},
    {'cosh', signed, math.cosh}, {'sinh', signed, math.sinh}, {'tanh', signed, math.tanh},
    {'exp', signed, math.exp}, {'abs', signed, math.abs}, positive('log', math.log),
    positive('log1p', function(v) return math.log(1 + v) end), positive('sqrt', math.sqrt),
    positive('rsqrt', function(v) return 1 / math.sqrt(v) end),
    {'sigmoid', signed, function(v) return 1 / (1 + math.exp(-v)) end},
  }
  each(reals, function(T)
    for _, case in ipairs(cases) do
      local name, operand, f = unpack(case)
      pointwise(name, T, operand, map(operand, f))
      is(torch[name](operand[1][2]), f(operand[1][2]), name .. ' of a number')
    end
    pointwise('neg', T, signed, map(signed, function(v) return -v end))
    pointwise('cinv', T, rows, map(rows, function(v) return 1 / v end))
    pointwise('pow', T, rows, map(rows, function(v) return v ^ 3 end), 3)
    pointwise('atan2', T, {{1, -1}}, {{math.pi / 4, -math.pi / 4}}, T{{1, 1}})
    pointwise('lerp', T, {{1, 2}}, {{1.5, 2.5}}, T{{2, 3}}, 0.5)
    is(torch.pow(2, T{1, 3}), {2, 8})
    is(torch.pow(T(), 2, T{1, 3}), {2, 8})
    is(T{5}:pow(2, T{1, 3}), {2, 8})
  end)
  is(torch.pow(2, 3), 8)
  is(torch.atan2(1, -1), 3 * math.pi / 4)
  is(torch.lerp(1, 3, 0.25), 1.5)
  each({'Int', 'Long'}, function(T) pointwise('abs', T, {{-1, 2}}, {{1, 2}}) end)
end

function suite.comparisons()
  local results = {lt = {1, 0, 0}, le = {1, 1, 0}, gt = {0, 0, 1}, ge = {0, 1, 1}, eq = {0, 1, 0},
                   ne = {1, 0, 1}}
  each(all, function(T)
    for name, want in pairs(results) do
      local x = T{1, 2, 3}
      for _, other in ipairs {2, T{2, 2, 2}} do
        tester:eq(torch[name](x, other):type(), 'torch.ByteTensor')
        making(name, torch.ByteTensor, x, want, other)
        local same_type = T()
        tester:assert(rawequal(torch[name](same_type, x, other), same_type))
        is(same_type, want, name)
      end
      is(x[name](x, x, 2), want, name)
      is(x, want, name)
    end
    tester:assert(torch.equal(T{1, 2}, T{1, 2}) and not T{1, 2}:equal(T{1, 3}))
  end)
end

function suite.reductions()
  each(all, function(T)
    for _, x in ipairs(layouts(T, matrix)) do
      is({torch.sum(x), x:sum(), torch.prod(x:select(1, 1)), x:select(1, 1):prod()}, {21, 21, 6, 6})
      is({torch.max(x), x:max(), torch.min(x), x:min()}, {6, 6, 1, 1})
      is({torch.trace(x), x:trace(), torch.dot(x, x), x:dot(x)}, {6, 6, 91, 91})
      is({torch.numel(x), x:numel(), x:nElement()}, {6, 6, 6})
      making('sum', T, x, {{5, 7, 9}}, 1)
      making('sum', T, x, {{6}, {15}}, 2)
      making('prod', T, x, {{4, 10, 18}}, 1)
      making('prod', T, x, {{6}, {120}}, 2)
      making('cumsum', T, x, {{1, 2, 3}, {5, 7, 9}})
      making('cumsum', T, x, {{1, 3, 6}, {4, 9, 15}}, 2)
      making('cumprod', T, x, {{1, 2, 3}, {4, 10, 18}})
      making('cumprod', T, x, {{1, 2, 6}, {4, 20, 120}}, 2)
      choosing('max', T, x, {{4, 5, 6}}, {{2, 2, 2}}, 1)
      choosing('min', T, x, {{1}, {4}}, {{1}, {1}}, 2)
      choosing('sort', T, x, matrix, {{1, 2, 3}, {1, 2, 3}})
      choosing('sort', T, x, {{3, 2, 1}, {6, 5, 4}}, {{3, 2, 1}, {3, 2, 1}}, true)
      choosing('sort', T, x, {{4, 5, 6}, {1, 2, 3}}, {{2, 2, 2}, {1, 1, 1}}, 1, true)
      choosing('topk', T, x, {{1}, {4}}, {{1}, {1}})
      choosing('topk', T, x, {{3, 2}, {6, 5}}, {{3, 2}, {3, 2}}, 2, 2, true, true)
      choosing('topk', T, x, {{1, 2, 3}}, {{1, 1, 1}}, 1, 1)
      choosing('kthvalue', T, x, {{2}, {5}}, {{2}, {2}}, 2)
      choosing('kthvalue', T, x, {{4, 5, 6}}, {{2, 2, 2}}, 2, 1)
      choosing('median', T, x, {{2}, {5}}, {{2}, {2}})
      choosing('median', T, x, {{1, 2, 3}}, {{1, 1, 1}}, 1)
      choosing('mode', T, x, {{1, 2, 3}}, nil, 1)
    end
    choosing('mode', T, T{{1, 2, 2}, {3, 3, 4}}, {{2}, {3}})
  end)
  each(reals, function(T)
    for _, x in ipairs(layouts(T, matrix)) do
      is({torch.mean(x), x:mean(), torch.var(x), x:var(true), torch.std(x), x:std(true)},
         {3.5, 3.5, 3.5, 35 / 12, math.sqrt(3.5), math.sqrt(35 / 12)})
      is({torch.norm(x), x:norm(), x:norm(1), x:norm(0), torch.dist(x, x), x:dist(x * 2, 1)},
         {math.sqrt(91), math.sqrt(91), 21, 6, 0, 21})
      making('mean', T, x, {{2}, {5}}, 2)
      making('var', T, x, {{1}, {1}}, 2)
      making('var', T, x, {{2.25, 2.25, 2.25}}, 1, true)
      making('std', T, x, {{1}, {1}}, 2, false)
      making('norm', T, x, {{6}, {15}}, 1, 2)
    end
    pointwise('renorm', T, {{3, 4}, {6, 8}}, {{3, 4}, {3, 4}}, 2, 1, 5)
    making('histc', T, T{1, 2, 1, 5}, {2, 1, 0, 1}, 4)
    making('histc', T, T{1, 2, 1, 9}, {2, 1}, 2, 1, 3)
    tester:eq(torch.histc(T{1, 2}):size(1), 100)
    making('bhistc', T, T{{1, 2, 2}, {3, 1, 3}}, {{1, 2, 0}, {1, 0, 2}}, 3, 1, 3)
  end)
  local bytes = torch.ByteTensor{1, 0}
  tester:eq({torch.all(bytes), torch.any(bytes), bytes:all(), bytes:any()}, {false, true, false, true})
end

function suite.products()
  local a, b, product = {{1, 2}, {3, 4}, {5, 6}}, {{1, 0, 2}, {0, 1, 1}},
                        {{1, 2, 4}, {3, 4, 10}, {5, 6, 16}}
  -- f(beta, alpha) applied to the product: beta * 1 + alpha * product
  local function sum(result, beta, alpha)
    local function at(v)
      return type(v) == 'table' and sum(v, beta, alpha) or beta + alpha * v
    end
    local values = {}
    for i, v in ipairs(result) do values[i] = at(v) end
    return values
  end
  local function check(T, plain, name, x, y, result)
    local function ones() return T(result):fill(1) end
    if plain then
      is(torch[plain](x, y), result, plain)
      local r = T(2):fill(7)
      tester:assert(rawequal(torch[plain](r, x, y), r), plain)
      is(r, result, plain)
      is(T()[plain](T(), x, y), result, plain)
    end
    local f = torch[name]
    is(f(ones(), x, y), sum(result, 1, 1), name)
    is(f(ones(), 3, x, y), sum(result, 1, 3), name)
    is(f(2, ones(), x, y), sum(result, 2, 1), name)
    is(f(2, ones(), 3, x, y), sum(result, 2, 3), name)
    is(f(T(), ones(), x, y), sum(result, 1, 1), name)
    is(f(T(), 2, ones(), 3, x, y), sum(result, 2, 3), name)
    local m = ones()
    tester:assert(rawequal(m[name](m, x, y), m), name)
    is(m, sum(result, 1, 1), name)
    m = ones()
    is(m[name](m, 3, x, y), sum(result, 1, 3), name)
    m = ones()
    is(m[name](m, 2, 3, x, y), sum(result, 2, 3), name)
    m = T()
    is(m[name](m, ones(), x, y), sum(result, 1, 1), name)
    is(m[name](m, ones(), 3, x, y), sum(result, 1, 3), name)
    is(m[name](m, 2, ones(), 3, x, y), sum(result, 2, 3), name)
  end
  each(all, function(T)
    for i, x in ipairs(layouts(T, a)) do
      local y = layouts(T, b)[i]
      check(T, 'mm', 'addmm', x, y, product)
      check(T, 'mv', 'addmv', x, y:select(2, 3), {4, 10, 16})
      check(T, 'ger', 'addr', x:select(2, 1), y:select(1, 1), {{1, 0, 2}, {3, 0, 6}, {5, 0, 10}})
    end
    local x, y = T(a):view(1, 3, 2):expand(2, 3, 2), T(b):view(1, 2, 3):expand(2, 2, 3)
    check(T, 'bmm', 'baddbmm', x, y, {product, product})
    check(T, nil, 'addbmm', x, y, sum(product, 0, 2))
  end)
end

function suite.making_tensors()
  each(all, function(T)
    local function check(name, want, ...)
      is(torch[name](T(), ...), want, name)
      local r = T(3):fill(4)
      tester:assert(rawequal(r[name](r, ...), r), name)
      is(r, want, name)
    end
    check('zeros', {{0, 0}}, 1, 2)
    check('ones', {{1, 1}}, torch.LongStorage{1, 2})
    check('eye', {{1, 0}, {0, 1}}, 2)
    check('eye', {{1, 0, 0}, {0, 1, 0}}, 2, 3)
    check('range', {2, 3, 4, 5}, 2, 5)
    check('range', {7, 4, 1}, 7, 1, -3)
    is(torch.fill(T(2), 3), {3, 3})
    is(torch.zero(T(2)), {0, 0})
    making('diag', T, T{1, 2}, {{1, 0}, {0, 2}})
    making('diag', T, T{{1, 2}, {3, 4}}, {2}, 1)
    making('tril', T, T{{1, 2}, {3, 4}}, {{1, 0}, {3, 4}})
    making('triu', T, T{{1, 2}, {3, 4}}, {{0, 2}, {0, 0}}, 1)
    making('cat', T, T{{1}}, {{1, 2}}, T{{2}})
    making('cat', T, T{{1}}, {{1}, {2}}, T{{2}}, 1)
    is(torch.cat({T{1}, T{2}}, 2), {{1, 2}})
    is(torch.cat(T(), {T{1}, T{2}}), {1, 2})
    making('cross', T, T{1, 0, 0}, {0, 0, 1}, T{0, 1, 0})
    making('cross', T, T{{1, 0, 0}}, {{0, 0, 1}}, T{{0, 1, 0}}, 2)
    for _, x in ipairs(layouts(T, matrix)) do
      making('reshape', T, x, {{1, 2}, {3, 4}, {5, 6}}, 3, 2)
      making('reshape', T, x, {1, 2, 3, 4, 5, 6}, torch.LongStorage{6})
      making('repeatTensor', T, x, {{1, 2, 3, 1, 2, 3}, {4, 5, 6, 4, 5, 6}}, 1, 2)
      making('repeatTensor', T, x, {matrix, matrix}, torch.LongStorage{2, 1, 1})
      making('gather', T, x, {{1}, {6}}, 2, torch.LongTensor{{1}, {3}})
      is(x:index(2, torch.LongTensor{3, 1}), {{3, 1}, {6, 4}})
      is(T():index(x, 1, torch.LongTensor{2}), {{4, 5, 6}})
      local mask = torch.ByteTensor{{1, 0, 1}, {0, 0, 1}}
      is(x:maskedSelect(mask), {1, 3, 6})
      is(T():maskedSelect(x, mask), {1, 3, 6})
      making('nonzero', torch.LongTensor, x:gt(4), {{2, 2}, {2, 3}})
    end
    pointwise('match', T, {{0, 0}}, {{25}}, T{{3, 4}})
  end)
  each(reals, function(T)
    for _, form in ipairs {torch.linspace, function(r, ...) return r:linspace(...) end} do
      is(form(T(), 0, 1, 3), {0, 0.5, 1})
      tester:eq(form(T(), 0, 1):size(1), 100)
    end
    is(torch.logspace(T(), 0, 2, 3), {1, 10, 100})
    is(T():logspace(0, 2, 3), {1, 10, 100})
  end)
end

function suite.views()
  each(all, function(T)
    local x = T(matrix)
    is(x:view(3, -1), {{1, 2}, {3, 4}, {5, 6}})
    is(torch.view(x, torch.LongStorage{6}), {1, 2, 3, 4, 5, 6})
    is(torch.view(T(), x, 6), {1, 2, 3, 4, 5, 6})
    is(T():view(x, torch.LongStorage{6}), {1, 2, 3, 4, 5, 6})
    is(x:viewAs(T(6)), {1, 2, 3, 4, 5, 6})
    is(torch.viewAs(T(), x, T(6)), {1, 2, 3, 4, 5, 6})
    is(x:permute(2, 1), {{1, 4}, {2, 5}, {3, 6}})
    is(torch.permute(x, 2, 1), {{1, 4}, {2, 5}, {3, 6}})
    local column = x:narrow(2, 1, 1)
    is(column:expand(2, 2), {{1, 1}, {4, 4}})
    is(torch.expand(column, torch.LongStorage{2, 2}), {{1, 1}, {4, 4}})
    is(T():expand(column, 2, 2), {{1, 1}, {4, 4}})
    is(column:expandAs(T(2, 2)), {{1, 1}, {4, 4}})
    is(torch.expandAs(T(), column, T(2, 2)), {{1, 1}, {4, 4}})
    is(torch.totable(x), matrix)
    tester:eq({#torch.split(x, 1), #x:split(2, 2), #torch.chunk(x, 2), #x:chunk(3, 2)}, {2, 2, 2, 3})
  end)
end

function suite.changing_elements()
  each(all, function(T)
    local places = torch.LongTensor{3, 1}
    is(T(matrix):indexCopy(2, places, T{{7, 8}, {9, 10}}), {{8, 2, 7}, {10, 5, 9}})
    is(T(matrix):indexAdd(2, places, T{{7, 8}, {9, 10}}), {{9, 2, 10}, {14, 5, 15}})
    is(T(matrix):indexFill(2, places, 9), {{9, 2, 9}, {9, 5, 9}})
    local index = torch.LongTensor{{2, 1, 2}}
    is(torch.scatter(T(2, 3):zero(), 1, index, T{{7, 8, 9}}), {{0, 8, 0}, {7, 0, 9}})
    is(T(2, 3):zero():scatter(1, index, 5), {{0, 5, 0}, {5, 0, 5}})
    local mask = torch.ByteTensor{0, 1, 1, 0}
    is(T(4):zero():maskedCopy(mask, T{1, 2}), {0, 1, 2, 0})
    is(T(2, 2):zero():maskedFill(mask, 3), {{0, 3}, {3, 0}})
  end)
end

-- Each form draws the same numbers from equal seeds.
function suite.random_numbers()
  local function check(T, name, ...)
    local generator, drawn = torch.Generator(), {}
    local forms = {
      function(t, ...) return torch[name](t, ...) end,
      function(t, ...) return t[name](t, ...) end,
      function(t, ...) return torch[name](t, generator, ...) end,
      function(t, ...) return t[name](t, generator, ...) end,
    }
    for i, form in ipairs(forms) do
      torch.manualSeed(3)
      torch.manualSeed(generator, 3)
      drawn[i] = form(T(2, 3), ...):totable()
      tester:eq(drawn[i], drawn[1], name)
    end
  end
  each(all, function(T)
    check(T, 'random')
    check(T, 'random', 5)
    check(T, 'random', 2, 7)
    check(T, 'geometric', 0.5)
    check(T, 'bernoulli')
    check(T, 'bernoulli', 0.25)
    check(T, 'bernoulli', torch.rand(2, 3))
    check(T, 'bernoulli', torch.rand(2, 3):float())
    check(T, 'randperm', 5)
  end)
  each(reals, function(T)
    for _, name in ipairs {'uniform', 'normal', 'cauchy', 'logNormal'} do
      check(T, name)
      check(T, name, 2)
      check(T, name, 2, 3)
    end
    check(T, 'exponential', 2)
    check(T, 'rand', 3)
    check(T, 'randn', torch.LongStorage{2, 2})
    local p = T{1, 2, 3}
    local result = torch.LongTensor()
    tester:assert(rawequal(p.multinomial(result, p, 2, true), result))
    tester:eq({result:size(1), p:multinomial(2):size(1), torch.multinomial(p, 3, true):size(1)}, {2, 2, 3})
  end)
  for _, name in ipairs {'random', 'uniform', 'normal', 'cauchy', 'logNormal', 'bernoulli'} do
    local generator = torch.Generator()
    torch.manualSeed(4)
    torch.manualSeed(generator, 4)
    tester:eq(torch[name](), torch[name](generator), name)
  end
end

tester:add(suite):run()
