-- SPDX-License-Identifier: BSD-3-Clause
-- xlua: text helpers, named arguments, what it adds to string and table.
-- luacheck: ignore 143

local torch = require 'torch'
local xlua = require 'xlua'
local paths = require 'paths'
local checks = require 'support.checks'

local tester = torch.Tester()
local suite = torch.TestSuite()

local has = checks.has(tester)

-- What `body` writes with io.write and print.
local function output_of(body)
  local parts = {}
  local write, print_before = io.write, print
  io.write = function(...) -- luacheck: ignore 122
    for i = 1, select('#', ...) do parts[#parts + 1] = tostring((select(i, ...))) end
  end
  _G.print = function(...)
    local texts = {}
    for i = 1, select('#', ...) do texts[i] = tostring((select(i, ...))) end
    parts[#parts + 1] = table.concat(texts, '\t') .. '\n'
  end
  local ok, message = pcall(body)
  io.write, _G.print = write, print_before -- luacheck: ignore 122
  if not ok then error(message, 0) end
  return table.concat(parts)
end

function suite.format_time()
  local cases = {
    [0] = '0ms', [0.0004] = '0ms', [0.29] = '290ms', [1.5] = '1s500ms', [61] = '1m1s', [3600] = '1h',
    [3661] = '1h1m', [100000] = '1D3h', [86400] = '1D', [3601.5] = '1h1s',
  }
  for seconds, text in pairs(cases) do tester:eq(xlua.formatTime(seconds), text) end
end

function suite.table_to_string()
  tester:eq(xlua.table2string { 1, 'a', true }, '{1,"a",true}')
  tester:eq(xlua.table2string { x = { 1, 2 } }, '{x={1,2}}')
  tester:eq(xlua.table2string { ['a b'] = 'say "x"' }, [[{["a b"]='say "x"'}]])
  tester:eq(xlua.table2string({ 7, k = 'v' }, true), '{\n   7\n   k : "v"\n}')
end

function suite.print()
  tester:eq(output_of(function() xlua.print({ a = 1 }) end), '{[a] = 1}\n')
  tester:eq(output_of(function() xlua.print('x', 2) end), 'x    2\n')
  tester:eq(output_of(function() _G.xprint { [1] = string.rep('y', 50) } end),
    '{[1] = ' .. string.rep('y', 40) .. '\27[0m ... }\n')
  local object = setmetatable({}, { __tostring__ = function() return 'I am' end })
  tester:eq(output_of(function() xlua.print(object) end), 'I am\n')
end

function suite.log()
  local name = paths.tmpname() .. '/deep/session.log'
  local shown = output_of(function()
    xlua.log(name)
    io.write('a', 1, '\n')
    print('b', nil, true)
    xlua.clearLog()
    print('not in the file')
  end)
  local file = assert(io.open(name))
  tester:eq(file:read('*a'), 'a1\nb\tnil\ttrue\n')
  file:close()
  tester:eq(shown, 'a1\nb\tnil\ttrue\nnot in the file\n')
  paths.rmall(paths.dirname(paths.dirname(name)), 'yes')
  tester:assertErrorPattern(function() xlua.log('/proc/none/x') end, 'xlua%.log: /proc/none: No such file')
end

function suite.errors()
  local ok, message = pcall(xlua.error, 'it broke', 'part', 'use it so')
  tester:assert(not ok)
  has(message, '<part> it broke')
  has(message, '\nuse it so')
  local caught
  xlua.trycatch(function() error('boom', 0) end, function(err) caught = err end)
  tester:eq(caught, 'boom')
end

function suite.require_and_installed()
  local shown = output_of(function() tester:eq(xlua.require('no.such.module'), false) end)
  has(shown, 'warning: <no.such.module> could not be loaded')
  tester:assert(xlua.require('torch') == torch)
  local found, file = xlua.installed('xlua')
  tester:eq(found, true)
  tester:assert(paths.filep(file))
  tester:eq(xlua.installed('no.such.module'), false)
end

local kArguments = {
  { arg = 'from', type = 'number', help = 'first', req = true },
  { arg = 'to', type = 'number', help = 'last', default = 10 },
  { arg = 'also', type = 'number', help = 'same as from', defaulta = 'from' },
  { arg = 'loud', type = 'boolean', help = 'say so', default = false },
}

function suite.unpack()
  local values, from, to, also, loud = xlua.unpack({ 3, 4 }, 'count', 'counts', unpack(kArguments))
  tester:eq({ from, to, also, loud }, { 3, 4, 3, false })
  tester:eq(values.to, 4)
  tester:eq(values[1], 3)
  values = xlua.unpack({ { from = 1, loud = true } }, 'count', 'counts', unpack(kArguments))
  tester:eq({ values.from, values.to, values.also, values.loud }, { 1, 10, 1, true })
  has(tostring(values.usage), 'count{')
  local object = {}
  xlua.unpack_class(object, { 5 }, 'count', 'counts', unpack(kArguments))
  tester:eq({ object.from, object.to, object[1] }, { 5, 10 })
  -- A tensor is an argument, not a table of arguments.
  local _, tensor = xlua.unpack({ torch.FloatTensor(2) }, 'f', 'f', { arg = 'a', type = 'tensor', help = '' })
  tester:assert(torch.isTensor(tensor))
end

function suite.unpack_complains()
  tester:assertErrorPattern(function() xlua.unpack({ { to = 2 } }, 'count', 'counts', unpack(kArguments)) end,
    'count: missing argument: from\n')
  tester:assertErrorPattern(function() xlua.unpack({}, 'count', 'counts', unpack(kArguments)) end,
    'count: no arguments given\n')
end

function suite.usage()
  local text = xlua.usage('count', 'counts', 'count{from=1}', unpack(kArguments))
  has(text, 'count{\n    from = number                       -- first\n')
  has(text, '    [to = number]                       -- last  [default = 10]\n')
  has(text, '[also = number]                     -- same as from  [default == from]')
  has(text, '[default = false]')
  has(text, 'count{from=1}')
  text = xlua.usage('f', nil, nil, { type = 'number', help = 'n', req = true }, '',
    { type = 'string', help = 's' })
  has(text, 'f(\n    number' .. (' '):rep(30) .. '-- n\n)\nf(\n    [string]')
  local module = {}
  xlua.usage_module(module, 'mine', 'does it')
  has(tostring(module), 'PACKAGE:\nmine\n')
end

function suite.strings_and_tables()
  tester:eq(('a,b'):split(','), { 'a', 'b' })
  tester:assert(string.tosymbol('math.pi') == math.pi)
  tester:assertErrorPattern(function() string.tosymbol('no_such') end,
    "string%.tosymbol: symbol 'no_such' does not exist")
  tester:assertErrorPattern(function() string.tosymbol('a +') end, 'string%.tosymbol: ')
  local kept, removed = table.splice({ 1, 2, 3, 4 }, 2, 2)
  tester:eq({ kept, removed }, { { 1, 4 }, { 2, 3 } })
  tester:eq((table.splice { 1, 2 }), { 2 })
  tester:eq(table.prune { 3, 1, 3, 2, 1 }, { 3, 1, 2 })
  local parity = function(n) return n % 2 end
  tester:eq(table.prune({ 1, 2, 3, 4 }, parity), { 3, 4 })
  tester:eq(table.prune({ 1, 2, 3, 4 }, parity, function(a, b) return a + b end), { 4, 6 })
end

function suite.environment()
  local defaults = { PATH = 'x', no_such_variable_a = 3, no_such_variable_b = false }
  local params = xlua.envparams(defaults)
  tester:eq(params.PATH, os.getenv('PATH'))
  tester:eq({ params.no_such_variable_a, params.no_such_variable_b }, { 3, false })
  tester:eq(defaults.PATH, 'x')
  tester:assertErrorPattern(function() xlua.envparams { PATH = 1 } end, 'PATH must be a number, got ')
  tester:assertErrorPattern(function() xlua.envparams { PATH = true } end, 'PATH must be true or false')
end

function suite.globals()
  rawset(_G, 'xlua_test_variable', 'here')
  local shown = output_of(xlua.who)
  has(shown, 'xlua_test_variable')
  xlua.clear('xlua_test_variable')
  tester:assert(rawget(_G, 'xlua_test_variable') == nil)
end

function suite.profiler()
  local profiler = xlua.Profiler()
  profiler:start('work', 'fps')
  local real, cpu = profiler:lap('work')
  tester:assertge(real, 0)
  tester:assertge(cpu, 0)
  tester:assert(profiler:formatAll():find('<work> = [%d.inf]+ fps') ~= nil)
  tester:assert(profiler:format('work'):find('^%$ real | cpu: [%d.]+ | [%d.]+ <work>$') ~= nil)
  tester:eq(output_of(function() xlua.Profiler('off'):printAll() end), '')
  tester:assertErrorPattern(function() profiler:lap('other') end, "xlua%.Profiler: no event 'other'")
end

function suite.option_parser()
  local parser = xlua.OptionParser('%prog [options]')
  parser:option { '-s', '--save', dest = 'save', help = 'where', default = '.' }
  parser:option { '-q', '--quiet', action = 'store_true', dest = 'quiet', help = 'less' }
  parser:option { '--rate', dest = 'rate', help = 'how fast' }
  local before = rawget(_G, 'arg')
  rawset(_G, 'arg', { [0] = 'p.lua', 'one', '--save=a/b', '-q', '--rate', '3', 'two' })
  local options, rest = parser:parse()
  tester:eq({ options.save, options.quiet, options.rate, options.__main__ }, { 'a/b', true, '3', true })
  tester:eq(rest, { 'one', 'two' })
  tester:eq(parser:tostring(true, { '-s' }), '-s=a|b')
  tester:eq(parser:flags(parser.option_of['-s']), '-s SAVE, --save=SAVE')
  rawset(_G, 'arg', before)
end

tester:add(suite):run()
