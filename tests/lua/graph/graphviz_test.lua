-- SPDX-License-Identifier: BSD-3-Clause
-- Drawing: which files there are, and the errors where graphviz is missing or refuses. Another th runs
-- with a PATH on which `dot` is a script of this test, or nothing.

local torch = require 'torch'
local paths = require 'paths'

local first = 0
while arg[first - 1] do first = first - 1 end
local th = arg[first]
if not th:find('^/') and th:find('/') then th = paths.concat(paths.cwd(), th) end

local tests, tester = torch.TestSuite(), torch.Tester()
local folder = os.tmpname()
os.remove(folder)
paths.mkdir(folder)

local function write(name, text)
  local file = assert(io.open(folder .. '/' .. name, 'w'))
  file:write(text)
  file:close()
end

local function read(name)
  local file = io.open(folder .. '/' .. name)
  if not file then return nil end
  local text = file:read('*a')
  file:close()
  return text
end

-- Writes what it was asked into the file after -o; -Tplain prints a layout; -Kbad fails.
write('dot', [[#!/bin/sh
out=
for word; do
  case $word in
    -Kbad) echo 'no layout engine bad' >&2; exit 1;;
    -Tplain) echo 'graph 1 2 4'; echo 'node n1 1 4 1 1 A'; echo 'node n2 0.5 1e-1 1 1 B'; exit;;
  esac
  [ "$last" = -o ] && out=$word
  last=$word
done
echo "$@" > "$out"
cat "$word" >> "$out"
]])
os.execute('chmod +x ' .. folder .. '/dot; mkdir ' .. folder .. '/empty; ln -s /bin/sh /bin/cat ' .. folder ..
           '/empty; ln -s /bin/cat ' .. folder)

-- What a program prints in the folder; `path` is relative to it.
local function run(path, program)
  write('program.lua', "local graph = require 'graph' local a, b = graph.Node('a'), graph.Node('b') " ..
        'local g = graph.Graph() g:add(graph.Edge(a, b)) ' .. program)
  local pipe = io.popen(('cd %s && PATH=%s/%s "%s" program.lua 2>&1'):format(folder, folder, path, th))
  local text = pipe:read('*a')
  pipe:close()
  return text
end

function tests.files()
  tester:eq(run('.', "graph.dot(g, 'title', 'pic it') graph.graphvizFile(g, nil, 'x.png') " ..
                "graph.graphvizFile(g, 'neato', 'y.pdf')"), '')
  tester:assert(read('pic it.svg'):find('^%-Kdot %-Tsvg %-o pic it.svg') ~= nil, read('pic it.svg'))
  tester:assert(read('pic it.svg'):find('label=title', 1, true) ~= nil)
  tester:assert(read('pic it.dot'):find('^%-Kdot %-Tdot') ~= nil)
  tester:assert(read('x.png'):find('^%-Kdot %-Tpng') ~= nil)
  tester:assert(read('y.pdf'):find('^%-Kneato %-Tpdf') ~= nil)
end

function tests.layout()
  tester:eq(run('.', 'local t = graph.graphvizLayout(g) print(t[1][1], t[1][2], t[2][1], t[2][2])'),
            '0.5\t1\t0.25\t0.025\n')
end

local function expect(path, program, pattern)
  local text = run(path, 'print(select(2, pcall(function() ' .. program .. ' end)))')
  tester:assert(text:find(pattern) ~= nil, program .. ': ' .. text)
end

function tests.missing()
  expect('empty', "graph.dot(g, 't', 'none')",
         "^program.lua:1: graph.dot: graphviz is not installed: there is no program 'dot'\n$")
  tester:assert(read('none.dot'):find('n1 -> n2', 1, true) ~= nil)
  expect('empty', 'graph.graphvizLayout(g)', 'graph.graphvizLayout: graphviz is not installed')
end

function tests.refusals()
  expect('.', "graph.graphvizFile(g, 'bad', 'z.svg')",
         'graph.graphvizFile: dot .* failed: no layout engine bad')
  expect('.', "graph.graphvizFile(g, 'dot', 'plain')",
         "a file name with an ending such as .svg expected, got 'plain'")
  expect('.', "graph.dot(g, 't', '/nonexistent/x')", 'graph.dot: /nonexistent/x.dot: No such file')
  expect('.', 'graph.dot(g)', 'graph.dot: the picture .*%.svg cannot be shown: [%w-]+ failed')
end

tester:add(tests):run()
paths.rmall(folder, 'yes')
