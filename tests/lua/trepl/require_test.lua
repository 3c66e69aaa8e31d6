-- SPDX-License-Identifier: BSD-3-Clause
-- th's require: files and data beside the file that requires.

local torch = require 'torch'
local paths = require 'paths'

local tester = torch.Tester()
local suite = torch.TestSuite()

local folder = paths.tmpname()
paths.mkdir(folder .. '/sub/lib')

local function write(name, text)
  local file = assert(io.open(folder .. '/' .. name, 'wb'))
  file:write(text)
  file:close()
end

-- What the file `name` with this text returns.
local function run(name, text)
  write(name, text)
  return dofile(folder .. '/' .. name)
end

function suite.files_beside()
  write('sub/one.lua', 'count = (count or 0) + 1 return {name = "one", count = count}')
  write('sub/lib/init.lua', 'local two = require "./two" return {name = "lib", two = two}')
  write('sub/lib/two.lua', 'return {name = "two", up = require("../one").name}')
  local got = run('sub/main.lua', [[
    local one, lib, plain = require './one', require './lib', require 'lib'
    return {one.name, lib.name, lib.two.name, lib.two.up, plain.name, (require 'lib.two').name,
            (require './one.lua').name}]])
  tester:eq(got, {'one', 'lib', 'two', 'one', 'lib', 'two', 'one'})
  -- a chunk that ends in a tail call
  write('sub/tail.lua', "return require './one'")
  tester:eq(run('tail.lua', "return require './sub/tail'").name, 'one')
  -- from another folder, through pcall, and run each time
  got = run('other.lua', [[
    local ok, one = pcall(require, './sub/one')
    return {ok, require('./sub/one').count - one.count}]])
  tester:eq(got, {true, 1})
end

function suite.data_beside()
  torch.save(folder .. '/t.t7', {1, torch.ones(2)})
  torch.save(folder .. '/n.net', require('nn').Linear(2, 3))
  torch.save(folder .. '/h.th', 'text')
  write('j.json', [[{"a": [1, -2.5e1, true, null], "b\u00e9\n": {"c": "\ud83d\ude00"}, "e": [], "f": {}}]])
  write('c.csv', 'x,"y ""z""",w\r\n1,"a,b",\n2,c\nd,3')
  local got = run('data.lua', [[return {require './t', require './t.t7', require './n', require './h',
    require './j', require './c'}]])
  tester:eq(got[1], {1, torch.ones(2)})
  tester:eq(got[2], got[1])
  tester:eq(torch.type(got[3]), 'nn.Linear')
  tester:eq(got[4], 'text')
  tester:eq(got[5], {a = {1, -25, true}, ['b\195\169\n'] = {c = '\240\159\152\128'}, e = {}, f = {}})
  tester:eq(got[6].x, {'1', '2', 'd'})
  tester:eq(got[6]['y "z"'], {'a,b', 'c', '3'})
  for text, message in pairs {
    ['{"a" 1}'] = 'line 1: a colon expected', ['[1,\n2'] = 'line 2: a comma or the end expected',
    ['["a'] = 'line 1: a text without an end', ['nul'] = 'line 1: a value expected',
    ['[1] 2'] = 'line 1: something behind the value', [('['):rep(1e5)] = 'nested more than 200 levels deep',
  } do
    write('bad.json', text)
    tester:assertErrorPattern(function() run('data.lua', "return require './bad'") end, message)
  end
end

function suite.what_is_not_there()
  tester:assertErrorPattern(function() run('none.lua', "return {require './nothing'}") end,
    "none.lua:1: require: no file for './nothing': looked for .*/nothing.lua, .*/nothing/init.lua")
  tester:assertErrorPattern(function() run('none.lua', "return {require 'no_such_module'}") end,
    "none.lua:1: module 'no_such_module' not found:")
  write('broken.lua', 'error "broken"')
  tester:assertErrorPattern(function() run('none.lua', "return {require './broken'}") end,
    'broken.lua:1: broken')
  tester:assert(require 'torch' == torch)
end

-- The current folder, with init.lua.
function suite.the_current_folder()
  local sys = require 'sys'
  write('sub/deep.lua', "print(require('lib').name)")
  local th = paths.concat(paths.execdir(), 'th')
  tester:eq(sys.execute(('cd %s/sub && %s -e "print(require(\'lib\').name)"'):format(folder, th)), 'lib')
  tester:eq(sys.execute(('cd / && %s %s/sub/deep.lua'):format(th, folder)), 'lib')
end

function suite.globals()
  local lines = {}
  local shown = print
  _G.print = function(...) table.insert(lines, table.concat({...}, '\t')) end -- luacheck: ignore 122
  _G.a_tensor, _G.a_text = torch.ones(2, 3), 'one\ntwo' -- luacheck: ignore 112
  _G.who()
  _G.print = shown -- luacheck: ignore 122
  local text = table.concat(lines, '\n')
  tester:eq(lines[1], '== User Variables ==')
  tester:assert(text:find('%[a_tensor%] +=  ?DoubleTensor %- size: 2x3') ~= nil, text)
  tester:assert(text:find('%[a_text%] += string : "one\\ntwo"') ~= nil, text)
  tester:assert(not text:find('[torch]', 1, true))
  _G.a_tensor, _G.a_text = nil, nil -- luacheck: ignore 112
  package.preload.imported = function() return {first_of_imported = 1, print = 2} end
  _G.import 'imported'
  tester:eq(_G.first_of_imported, 1)
  tester:assert(print == shown)
  tester:eq(_G._RESULTS, {})
  local sys, colors, colorize = require 'sys', require 'trepl.colors', require 'trepl.colorize'
  local red = colors.red
  tester:assert(red == '' or red == sys.COLORS.red)
  colors.red, colors.none = '<', '>'
  tester:eq(colorize.red 'x', '<x>')
  tester:assert(_G.colorize(torch.ones(2)):find('DoubleTensor - size: 2', 1, true) ~= nil)
  _G.noColors()
  tester:eq(colorize.red 'x' .. _G.colorize('y', true) .. _G.colorize(5), 'x"y"5')
end

function suite.percent_of_strings()
  tester:eq('%d %s' % {1, 'a'}, '1 a')
  tester:eq('%5.1f' % 2.5, '  2.5')
  tester:eq('%s and %s' % {true, torch.type}, 'true and ' .. tostring(torch.type))
  tester:eq('100%% %s' % {nil}, '100%% %s')
  tester:eq('%d%% of %s' % {5, {} and 'x'}, '5% of x')
  tester:eq('$name is ${age}, $other' % {name = 'Ada', age = 36}, 'Ada is 36, $other')
  tester:eq('$a$b' % function(name) return name == 'a' and 1 or nil end, '1$b')
  tester:eq('text' % nil, 'text')
end

function suite.old_modules()
  local dok = require 'dok'
  local values, a = dok.unpack({{a = 5}}, 'f', 'a function', {arg = 'a', type = 'number', help = 'a number'})
  tester:eq({values.a, a}, {5, 5})
  local usage = dok.usage('f', 'a function', nil, {arg = 'a', type = 'number', help = 'x'})
  tester:assert(usage:find('a = number') ~= nil)
  tester:eq(dok.help(dok, true), 'undocumented symbol')
  require 'env'
  tester:assert(_G.exit ~= nil and _G.setprintlevel ~= nil)
end

tester:add(suite):run()
paths.rmall(folder, 'yes')
