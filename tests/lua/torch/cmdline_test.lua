-- SPDX-License-Identifier: BSD-3-Clause
-- torch.CmdLine: what is read from a command line, the help, the names of runs, the log.

local torch = require 'torch'

local tester = torch.Tester()
local suite = torch.TestSuite()

local function example()
  local cmd = torch.CmdLine()
  cmd:text('Training a simple network')
  cmd:text()
  cmd:text('Options')
  cmd:option('-seed', 123, 'initial random seed')
  cmd:option('-booloption', false, 'boolean option')
  cmd:option('--stroption', 'mystring', 'string option')
  cmd:option('-quick', true)
  return cmd
end

-- What `f` writes, with os.exit turned into an error whose status is returned.
local function output_of(f)
  local write, exit = io.write, os.exit
  local parts, status = {}, nil
  io.write = function(...) -- luacheck: ignore 122
    for _, part in ipairs {...} do
      table.insert(parts, part)
    end
  end
  os.exit = function(code) -- luacheck: ignore 122
    status = code
    error('exit')
  end
  local ok, err = pcall(f)
  io.write, os.exit = write, exit -- luacheck: ignore 122
  return table.concat(parts), status, not ok and err or nil
end

local function parse_error(cmd, words)
  local _, status, err = output_of(function() cmd:parse(words) end)
  tester:eq(status, nil, 'a mistake must not end the process')
  return (tostring(err):gsub('^.-:%d+: ', ''))
end

function suite.defaults()
  local expected = {seed = 123, booloption = false, stroption = 'mystring', quick = true}
  tester:eq(example():parse {}, expected)
  tester:eq(example():default(), expected)
end

function suite.options()
  local words = {'-seed', '-4.5e1', '-booloption', '--stroption', '-seed', '-quick'}
  tester:eq(example():parse(words),
    {seed = -45, booloption = true, stroption = '-seed', quick = false})
end

function suite.arguments()
  local cmd = example()
  cmd:argument('-input', 'file to read')
  cmd:argument('count', 'how many', 'number')
  tester:eq(cmd:parse {'a.t7', '-seed', '1', '12'},
    {seed = 1, booloption = false, stroption = 'mystring', quick = true, input = 'a.t7', count = 12})
  tester:eq(parse_error(cmd, {'a.t7'}), 'torch.CmdLine: argument <count> is missing')
  tester:eq(parse_error(cmd, {'a.t7', 'b'}), "torch.CmdLine: count needs a number, got 'b'")
  tester:eq(parse_error(cmd, {'a.t7', '1', '2'}), 'torch.CmdLine: unexpected argument 2')
end

function suite.mistakes_on_the_command_line()
  tester:eq(parse_error(example(), {'-sed', '4'}), 'torch.CmdLine: unknown option -sed')
  tester:eq(parse_error(example(), {'-seed'}), 'torch.CmdLine: option -seed needs a value')
  tester:eq(parse_error(example(), {'-seed', 'x'}), "torch.CmdLine: -seed needs a number, got 'x'")
  local help = output_of(function() example():parse {'-sed'} end)
  tester:assert(help:find('^Usage: ') ~= nil, 'the help is shown with the error')
end

function suite.parse_takes_the_programs_own_words()
  local saved = rawget(_G, 'arg')
  rawset(_G, 'arg', {[0] = 'x.lua', '-seed', '9'})
  local params = example():parse()
  rawset(_G, 'arg', saved)
  tester:eq(params.seed, 9)
end

function suite.options_of_other_types_have_their_default_only()
  local cmd = torch.CmdLine()
  cmd:option('-sizes', {1, 2}, 'sizes of the layers')
  tester:eq(cmd:parse {}, {sizes = {1, 2}})
  tester:eq(parse_error(cmd, {'-sizes', '3'}), 'torch.CmdLine: -sizes is a table and cannot be typed')
end

function suite.a_class_may_read_its_words_in_another_way()
  local Joined = torch.class('test_cmdline.Joined', 'torch.CmdLine', {})
  function Joined:__readArgument__(params, words, at, number)
    local name, value = words[at]:match('^%-%-(%w+)=(.*)$')
    if not name then return torch.CmdLine.__readArgument__(self, params, words, at, number) end
    params[name] = value
    return 1
  end
  local cmd = torch.factory('test_cmdline.Joined')()
  cmd:__init()
  cmd:option('-seed', 123)
  tester:eq(cmd:parse({'--name=x', '-seed', '4'}), {name = 'x', seed = 4})
  tester:eq(parse_error(cmd, {'x'}), 'torch.CmdLine: unexpected argument x')
end

function suite.mistakes_in_the_program()
  local cmd = example()
  local function fails(pattern, method, ...)
    local arguments = {...}
    tester:assertErrorPattern(function() cmd[method](cmd, unpack(arguments)) end,
      'cmdline_test.lua:%d+: torch%.CmdLine%.' .. method .. ': ' .. pattern)
  end
  fails('option %-x has no default value', 'option', '-x', nil)
  fails('the default of option %-x is a number, not a string', 'option', '-x', 3, '', 'string')
  fails('the name must be a string, not a number', 'option', 3, 4)
  fails('argument x cannot be a boolean', 'argument', 'x', '', 'boolean')
  fails('the text must be a string, not a number', 'text', 3)
  fails('the format must be a string, not a number', 'addTime', 'name', 3)
  fails('cannot open /no/such/folder/log', 'log', '/no/such/folder/log')
end

function suite.help()
  local cmd = example()
  cmd:argument('-input', 'file to read')
  local text = [[
Usage: train.lua [options] <input>
Training a simple network

Options
  -seed       initial random seed [123]
  -booloption boolean option [false]
  --stroption string option [mystring]
  -quick      [true]
  <input>     file to read
]]
  for _, flag in ipairs {'-h', '-help', '--help'} do
    local written, status = output_of(function() cmd:parse {[0] = 'train.lua', flag} end)
    tester:eq(written, text)
    tester:eq(status, 0)
  end
  local written = output_of(function() cmd:help() end)
  tester:eq(written:match('^[^\n]*'), 'Usage: [options] <input>')
  -- a program may have an option of that name
  cmd = torch.CmdLine()
  cmd:option('-h', 3, 'height')
  tester:eq(cmd:parse {'-h', '5'}, {h = 5})
end

function suite.name_of_a_run()
  local cmd = example()
  local params = cmd:parse {}
  tester:eq(cmd:string('experiment', params, {dir = true}), 'experiment')
  params = cmd:parse {'--stroption', 'mycustomstring', '-seed', '456', '-booloption', '-quick'}
  params.rundir = 'not an option'
  tester:eq(cmd:string('experiment', params, {}),
    'experiment,booloption=t,quick=f,seed=456,stroption=mycustomstring')
  tester:eq(cmd:string('experiment', params, {seed = true, booloption = true, quick = true}),
    'experiment,stroption=mycustomstring')
  tester:eq(cmd:string('e', cmd:parse {}, {seed = false}), 'e,seed=123')
  tester:eq(cmd:string('e', cmd:parse {}), 'e')
  local other = torch.CmdLine('_', ':')
  other:option('-lr', 0.1)
  other:argument('data')
  other:argument('model')
  tester:eq(other:string('e', {lr = 0.5, data = 'd', model = 'm'}), 'e_data:d_model:m_lr:0.5')
end

-- Runs `f` with the screen replaced; returns what was shown there, line by line.
local screen
local function with_screen(f)
  local saved = print
  -- the first log of the process remembers this print as the screen
  screen = screen or {}
  rawset(_G, 'print', function(...)
    local parts = {}
    for i = 1, select('#', ...) do
      parts[i] = tostring((select(i, ...)))
    end
    table.insert(screen, table.concat(parts, '\t'))
  end)
  local from = #screen + 1
  local ok, err = pcall(f)
  rawset(_G, 'print', saved)
  if not ok then error(err, 0) end
  return {unpack(screen, from)}
end

local function lines_of(path)
  local lines = {}
  for line in io.lines(path) do
    table.insert(lines, line)
  end
  return lines
end

function suite.log()
  local path = os.tmpname()
  local shown = with_screen(function()
    local cmd = example()
    cmd:log(path, {seed = 5, quick = true})
    print('a message', nil, 7)
  end)
  tester:assert(shown[1]:find('^%[program started on .+%]$') ~= nil, shown[1])
  tester:eq({unpack(shown, 2)},
    {'[command line arguments]', 'quick\ttrue', 'seed\t5', '[----------------------]', 'a message\tnil\t7'})
  tester:eq(lines_of(path), shown)
  -- to an open file, silently, with the time in front
  local file = assert(io.open(path, 'w'))
  shown = with_screen(function()
    local cmd = example()
    cmd:addTime('100% mine', '%Y')
    cmd:log(file)
    cmd:silent()
    print('quiet')
    cmd:addTime()
    print('dated')
  end)
  file:close()
  tester:eq(#shown, 3)
  local lines = lines_of(path)
  tester:eq(#lines, 5)
  tester:assert(lines[4]:find('^%d%d%d%d%[100%% mine%]: quiet$') ~= nil, lines[4])
  tester:assert(lines[5]:find('^%d%d%d%d%-%d%d%-%d%d %d%d:%d%d:%d%d dated$') ~= nil, lines[5])
  os.remove(path)
end

function suite.log_on_a_full_disk()
  local full = io.open('/dev/full', 'w')
  if not full then return end -- only Linux has it
  with_screen(function()
    tester:assertErrorPattern(function() example():log(full) end,
      'torch%.CmdLine%.log: cannot write: ')
  end)
  full:setvbuf('no')
  full:close()
end

tester:add(suite):run()
