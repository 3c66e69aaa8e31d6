-- SPDX-License-Identifier: BSD-3-Clause
-- The program th: its options, exit statuses, signals and the prompt. Runs under th itself, the
-- first word of the command line.

local torch = require 'torch'

local first = 0
while arg[first - 1] do first = first - 1 end
local th = arg[first]
local tests, tester = torch.TestSuite(), torch.Tester()

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

-- Runs a shell command with $TH set; returns what it wrote (both streams) and the exit status. IFS: a
-- space in the path of th does not part it.
local function shell(command)
  local pipe = io.popen('TH=' .. quote(th) .. '; IFS=; { ' .. command .. '\n} 2>&1; echo "status $?"')
  local text = pipe:read('*a')
  pipe:close()
  local output, status = text:match('^(.*)status (%d+)\n$')
  return output, tonumber(status)
end

local function expect(command, output, status)
  local got, code = shell(command)
  tester:eq(got, output, command)
  tester:eq(code, status or 0, command)
end

local function expect_match(command, pattern, status)
  local got, code = shell(command)
  tester:assert(got:find(pattern) ~= nil, command .. ': ' .. got)
  tester:eq(code, status or 0, command)
end

local function with_script(text, f)
  local name = os.tmpname()
  local file = assert(io.open(name, 'w'))
  file:write(text)
  file:close()
  f(name)
  os.remove(name)
end

function tests.options()
  expect([[$TH -e 'print(torch.FloatTensor(2):nElement())' -e 'print(arg[0] ~= nil)']], '2\ntrue\n')
  expect([[$TH -l string -e'print(1)']], '1\n')
  expect("$TH -joff -e 'print((jit.status()))'", 'false\n')
  expect_match('$TH -j nothing', "module 'jit.nothing' not found", 1)
  expect_match('$TH -v', '^Tocha %d+%.%d+, LuaJIT')
  expect_match('$TH --help', '^usage: th ')
  expect_match('$TH -q', '^th: unknown option %-q\nusage', 2)
  expect_match('$TH -e', '^th: %-e needs a value', 2)
end

-- A full or closed standard output is an error, whenever it shows; a closed error stream is none.
function tests.standard_streams()
  local full = 'th: cannot write to the standard output'
  for _, code in ipairs {'print(1)', 'io.write(1)', 'print(("x"):rep(1e6))', 'io.write(1) os.exit(0)',
                         'io.write(1) io.stdout:flush()', 'print(torch.ones(3))', 'print(nil) error("no")',
                         'io.stdout:setvbuf("no") print(1)', 'io.stdout:setvbuf("line") print(1)'} do
    expect_match("$TH -e '" .. code .. "' > /dev/full", full, 1)
    expect_match("$TH -e '" .. code .. "' >&-", full, 1)
  end
  expect_match('$TH --help > /dev/full', full, 1)
  expect_match('$TH -v >&-', full, 1)
  for _, streams in ipairs {'> /dev/full', '>&-', '<&-', '2>&-', '<&- >&- 2>&-'} do
    expect("$TH -e 'x = 1' " .. streams, '', 0)
  end
  expect("$TH -e 'io.stderr:write(1) print(2)' 2>&-", '2\n', 0)
  -- No file becomes the output.
  local name = os.tmpname()
  expect_match("$TH -e 'f = io.open(\"" .. name .. "\", \"w\") print(1) f:write(2) f:close()' >&-", full, 1)
  local file = io.open(name)
  tester:eq(file:read('*a'), '2')
  file:close()
  os.remove(name)
end

-- What programs find without asking for it. A Penlight of two modules stands in for the real one.
function tests.packages_at_hand()
  expect([[$TH -e 'print(type(xlua.progress), type(sys.clock), #("a,b"):split(","))']],
         'function\tfunction\t2\n')
  local folder = os.tmpname()
  os.remove(folder)
  local set_up = ([[mkdir -p F/pl && export LUA_PATH='F/?.lua;F/?/init.lua;;' &&
    echo 'return {join = function(a, b) return a .. "/" .. b end}' > F/pl/path.lua &&
    echo 'path, loaded = require "pl.path", true' > F/pl/init.lua]]):gsub('F/', folder .. '/')
  expect(set_up .. [[; $TH -e 'print(loaded, nothing, path.join("a", "b"), loaded)']],
         'nil\tnil\ta/b\ttrue\n')
  os.execute('rm -r ' .. quote(folder))
end

function tests.scripts()
  with_script('print(arg[0], arg[1], #arg, ...) ', function(name)
    expect('$TH ' .. name .. ' -e b', name .. '\t-e\t2\t-e\tb\n')
    expect('$TH -e "x = 1" -- ' .. name, name .. '\tnil\t0\n')
    expect('$TH < ' .. name, th .. '\tnil\t0\n')
    expect('$TH - a < ' .. name, '-\ta\t1\ta\n')
  end)
end

function tests.errors()
  with_script('local function f() error("boom") end\nf()', function(name)
    expect_match('$TH ' .. name, '^th: ' .. name:gsub('%p', '%%%0') ..
                 ':1: boom\nstack traceback:\n.*:2: in main chunk\n', 1)
  end)
  expect("$TH -e 'x ='", "th: (command line):1: unexpected symbol near '<eof>'\n", 1)
  expect('$TH /no/such.lua', 'th: cannot open /no/such.lua: No such file or directory\n', 1)
  expect_match("$TH -l no_such_library", "module 'no_such_library' not found", 1)
  expect_match([[$TH -e 'error(setmetatable({}, {__tostring = function() return "mine" end}))']],
               '^th: mine\n', 1)
  expect("$TH -e 'os.exit(7)'", '', 7)
  expect("$TH -e 'os.exit(true)'", '', 0)
end

function tests.interrupt()
  -- A job in the background starts with SIGINT ignored, and th respects that.
  local run = "timeout 10 env --default-signal=INT $TH -e %s & sleep 0.4; kill -INT $!; wait $!"
  local loop = 'local t = torch.FloatTensor(9); while true do t:add(1) end'
  expect_match(run:format(quote(loop)), '^th: interrupted!\nstack traceback:', 130)
  expect(run:format(quote('print(pcall(function() ' .. loop .. ' end))')), 'false\tinterrupted!\n')
end

function tests.interrupt_of_a_compiled_loop()
  local run = '(ulimit -t 30; exec env --default-signal=INT $TH -e %s) & ' ..
              'sleep 0.4; kill -INT $!; sleep %s; kill -INT $!; wait $!'
  expect_match(run:format(quote('while true do end'), 1.3), '^th: interrupted; waiting', 130)
  expect(run:format(quote('while true do end'), 0.5), '', 130)
  -- It is heard as soon as the loop ends.
  local long = 'local s = 0; for i = 1, 4e9 do s = s + i end; print(s)'
  expect_match(("(ulimit -t 60; exec env --default-signal=INT $TH -e %s) & sleep 0.4; kill -INT $!; wait $!")
    :format(quote(long)), 'th: interrupted!\nstack traceback:', 130)
end

function tests.pipes()
  expect([[$TH -e 'while true do print(1) end' | head -1]], '1\n')
  expect([[$TH -e 'local p = io.popen("true", "w"); os.execute("sleep 0.1")
           for i = 1, 1e5 do p:write("0123456789") end print("alive")']], 'alive\n')
end

-- oneDNN's products keep the stack pointer in a block of the heap: a signal that were handled there
-- would destroy the blocks around it, and the next allocations find that out.
function tests.signals_during_products()
  local products = [[
    local torch = require 'torch'
    local a, b, kept = torch.FloatTensor(96, 100):fill(1), torch.FloatTensor(100, 90):fill(1), {}
    local stop = os.clock() + 0.8
    while os.clock() < stop do
      for i = 1, 40, 2 do kept[i], kept[i + 1] = torch.mm(a, b), torch.FloatTensor(i) end
    end
    print('ok')]]
  -- Ignored at first, so that no signal comes too early; th sets its handler nevertheless.
  expect("trap '' PIPE; OMP_NUM_THREADS=1 $TH -e " .. quote(products) .. ' & p=$!; ' ..
         '{ while kill -PIPE $p; do :; done 2>/dev/null; } & wait $p', 'ok\n')
end

function tests.prompt()
  expect_match([[printf '1 + 1\n= "a", nil\nfor i = 1, 2 do\nprint(i)\nend\nx = nothing()\n{3}' | $TH -i]],
    '2\nth> a\tnil\nth> %.%.> %.%.> 1\n2\n')
  expect_match([[printf 'x = nothing()\nx = 5\nx\n' | $TH -i]], "attempt to call global 'nothing'.*5\n")
  expect_match([[printf '{1, {}, a = {"b"}}' | $TH -i]],
    '{\n  1 : 1\n  2 : \n    {}\n  a : \n    {\n      1 : "b"\n    }\n}\n')
end

tester:add(tests):run()
