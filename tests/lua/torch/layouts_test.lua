-- SPDX-License-Identifier: BSD-3-Clause
-- Random calls of every function and method on tensors: operands that are transposed, narrowed,
-- strided or expanded must give what copies of them give. The forms of the calls come from the
-- message that a wrong call gets. `th layouts_test.lua [seed [calls]]` runs others and more of them;
-- without arguments the calls are the same each time.

local torch = require 'torch'

local seed, calls = tonumber(arg and arg[1]) or 1, tonumber(arg and arg[2]) or 6000
local tester = torch.Tester()
local suite = torch.TestSuite()

local types = require('support.checks').types

-- What shows addresses, layouts or time, works on files, or changes the program's state; and what
-- solves equations, whose rounding errors grow without bound on matrices like these.
local left_out = {}
for name in ([[apply autoload cdata chunk class data deserialize deserializeFromStorage expand
    expandAs factory free getRNGState include initialSeed isContiguous isSetTo isatty isequal load
    loadobj manualSeed map map2 metatype new newmetatable packageLuaPath pointer pushudata read
    resize resizeAs retain save saveobj seed serialize serializeToStorage set setRNGState
    setdefaulttensortype setenv setheaptracking setmetatable setnumthreads split storage
    storageOffset stride test tic toc torch typename2id updateerrorhandlers updatethreadlocals
    view viewAs write loadIDX eig symeig svd qr geqrf orgqr ormqr gesv gels trtrs inverse potrf potri
    potrs pstrf]]):gmatch('%S+') do
  left_out[name] = true
end

local function functions_of(list)
  local names = {}
  for name, f in pairs(list) do
    if type(f) == 'function' and not left_out[name] and name:sub(1, 1) ~= '_' then
      table.insert(names, name)
    end
  end
  table.sort(names)
  return names
end

-- --- arguments ---

local function pick(list) return list[math.random(#list)] end

local function random_sizes()
  local sizes = {}
  for d = 1, math.random(4) do sizes[d] = math.random(4) end
  return sizes
end

-- A tensor of small whole numbers in one of the layouts.
local function operand(T, sizes)
  local dims = #sizes
  local numbers = torch.DoubleTensor(unpack(sizes)):random(0, 4)
  local layout = math.random(8)
  local wider = {unpack(sizes)}
  if layout == 1 then
    local d = math.random(dims)
    return T(unpack(sizes)):copy(numbers):narrow(d, 1, 1):expand(unpack(sizes))
  elseif layout == 2 then
    local a, b = math.random(dims), math.random(dims)
    wider[a], wider[b] = wider[b], wider[a]
    return T(unpack(wider)):transpose(a, b):copy(numbers)
  elseif layout == 3 then
    for d = 1, dims do wider[d] = sizes[d] + math.random(0, 2) end
    local t = T(unpack(wider))
    for d = 1, dims do t = t:narrow(d, wider[d] - sizes[d] + 1, sizes[d]) end
    return t:copy(numbers)
  elseif layout == 4 then
    wider[dims + 1] = 2
    return T(unpack(wider)):select(dims + 1, 2):copy(numbers)
  end
  return T(unpack(sizes)):copy(numbers)
end

local makers = {
  result = function(T) return T() end,
  resultlong = function() return torch.LongTensor() end,
  resultbyte = function() return torch.ByteTensor() end,
  tensor = function(T, sizes) return operand(T, pick{sizes, sizes, sizes, random_sizes()}) end,
  long = function(_, sizes)
    return operand(torch.LongTensor, pick{sizes, {math.random(3)}}):clone():clamp(1, 3)
  end,
  byte = function(_, sizes) return operand(torch.ByteTensor, sizes) end,
  number = function() return pick{0, 1, 2, 3, 0.5, -1} end,
  integer = function() return math.random(0, 4) end,
  index = function(_, sizes) return math.random(#sizes) end,
  bool = function() return pick{true, false} end,
  string = function() return pick{'U', 'L', 'N', 'V', 'T', 'F'} end,
  sizes = function(_, sizes) return torch.LongStorage(pick{sizes, {2, 2}, {-1, sizes[#sizes]}}) end,
  generator = function() return torch.Generator() end,
  table = function(T, sizes) return {operand(T, sizes), operand(T, sizes)} end,
}
makers.dim = makers.index

-- The forms in which a function may be called, as lists of {kind, optional}; none where its errors
-- do not tell.
local function forms_of(f, self)
  local wrong = coroutine.create(f)
  local ok, message = pcall(f, self or wrong, wrong, wrong, wrong)
  local texts = not ok and tostring(message):match('expected (%(.*)$')
  local forms = {}
  for text in ((texts or '') .. ' or '):gmatch('%((.-)%) or ') do
    local form = {}
    for part in (text:gsub(',%]', '],') .. ','):gmatch('%s*(.-),') do
      local name, kind, default = part:match('^%[?([%w_]+):?(%w*)(=?)')
      if not name then break end
      if kind == '' then kind = name == 'res' and 'result' or 'tensor' end
      table.insert(form, {kind = kind, optional = part:sub(1, 1) == '[' or default == '='})
    end
    table.insert(forms, form)
  end
  return forms
end

local function arguments_for(form, T, sizes, self)
  local list, n = {}, 0
  for i, parameter in ipairs(form) do
    local first = self and i == 1
    if first or not parameter.optional or math.random(2) == 1 then
      n = n + 1
      local make = makers[parameter.kind]
      list[n] = first and self or make and make(T, sizes) or nil
    end
  end
  return list, n
end

-- --- results ---

-- A value as text; numbers to a precision that the order of a sum does not show.
local function text_of(value)
  if torch.isTensor(value) then
    local parts, elements = {value:type(), tostring(value:size())}, value:double():clone():storage()
    for _, x in ipairs(elements and elements:totable() or {}) do
      table.insert(parts, ('%.5g'):format(x))
    end
    return table.concat(parts, ' ')
  elseif torch.isStorage(value) then
    return table.concat(value:totable(), ' ')
  end
  return type(value) == 'number' and ('%.5g'):format(value) or type(value)
end

local function run(f, list, n)
  torch.manualSeed(5)
  for i = 1, n do
    if torch.type(list[i]) == 'torch.Generator' then torch.manualSeed(list[i], 5) end
  end
  local results = {pcall(f, unpack(list, 1, n))}
  if not results[1] then return false, tostring(results[2]) end
  local texts = {}
  for i = 2, #results do texts[i - 1] = text_of(results[i]) end
  for i = 1, n do  -- and what became of the arguments
    if torch.isTensor(list[i]) then table.insert(texts, text_of(list[i])) end
  end
  return true, table.concat(texts, '\n')
end

function suite.layouts_give_what_copies_give()
  math.randomseed(seed)
  torch.manualSeed(seed)
  local names = {functions_of(torch), functions_of(torch.getmetatable('torch.DoubleTensor'))}
  local forms, succeeded = {{}, {}}, 0
  for _ = 1, calls do
    local side = math.random(2)
    local name, T, sizes = pick(names[side]), torch[pick(types) .. 'Tensor'], random_sizes()
    local self = side == 2 and operand(T, sizes) or nil
    local f = self and self[name] or torch[name]
    forms[side][name] = forms[side][name] or forms_of(f, self and torch.Tensor())
    local form = forms[side][name][1] and pick(forms[side][name])
    if form then
      local list, n = arguments_for(form, T, sizes, self)
      local copies, shown = {}, {name}
      for i = 1, n do
        local t = torch.isTensor(list[i])
        copies[i] = t and list[i]:clone() or list[i]
        shown[i + 1] = t and ('%s %s|%s'):format(list[i]:type(), table.concat(list[i]:size():totable(), 'x'),
          table.concat(list[i]:stride():totable(), ',')) or tostring(list[i])
      end
      local ok, want = run(f, copies, n)
      local same, got = run(f, list, n)
      if ok then succeeded = succeeded + 1 end
      -- Writing to an expanded tensor may be refused.
      local refused = ok and not same and got:find('expanded tensor', 1, true)
      if not refused then
        tester:assert(ok == same and (not ok or got == want),
                      ('%s:\n%s\n-- of copies:\n%s'):format(table.concat(shown, ', '), got, want))
      end
      torch.manualSeed(math.random(1e6))
    end
  end
  tester:assertgt(succeeded, calls / 8, 'too few calls fit')
end

tester:add(suite):run()
