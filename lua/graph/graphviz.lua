-- SPDX-License-Identifier: BSD-3-Clause
-- Drawing and layout by graphviz, through its program `dot`. Where that is missing, an error says so;
-- the text form of a graph (graph.Graph.todot) needs no graphviz.

local fail = require('torch.error').fail

-- A word for the shell.
local function quoted(text)
  return "'" .. text:gsub("'", "'\\''") .. "'"
end

-- Whether a shell command succeeded; its output goes to the file `log`.
local function run(command, log)
  local status = os.execute(command .. ' > ' .. quoted(log) .. ' 2>&1')
  return status == 0 or status == true
end

local function read(name)
  local file = io.open(name)
  local text = file and file:read('*a') or ''
  if file then file:close() end
  return text
end

local function write(where, name, text)
  local file, err = io.open(name, 'w')
  if not file then fail(where, err) end
  file:write(text)
  file:close()
end

local M = {}

-- M.run(where, text, options): gives `text`, a graph in graphviz's language, to `dot` with these
-- command line options; returns what it prints. Errors begin with `where`.
function M.run(where, text, options)
  local input, log = os.tmpname(), os.tmpname()
  write(where, input, text)
  local found = run('command -v dot', log)
  local ok = found and run('dot ' .. options .. ' ' .. quoted(input), log)
  local output = read(log)
  os.remove(input)
  os.remove(log)
  if not found then fail(where, "graphviz is not installed: there is no program 'dot'") end
  if not ok then fail(where, 'dot ', options, ' failed: ', (output:gsub('%s+$', ''))) end
  return output
end

function M.render(where, text, algorithm, kind, name)
  M.run(where, text, ('-K%s -T%s -o %s'):format(quoted(algorithm), quoted(kind), quoted(name)))
end

-- M.draw(where, text, [name]): writes name.dot and name.svg. Without a name the picture is a temporary
-- file that is shown by the desktop's viewer. Returns the picture's file name.
function M.draw(where, text, name)
  if name then
    write(where, name .. '.dot', text)
    M.render(where, text, 'dot', 'svg', name .. '.svg')
    M.render(where, text, 'dot', 'dot', name .. '.dot') -- with the places of the nodes
    return name .. '.svg'
  end
  local base = os.tmpname()
  os.remove(base)
  local svg, log = base .. '.svg', base .. '.log'
  M.render(where, text, 'dot', 'svg', svg)
  local viewer = jit and jit.os == 'OSX' and 'open' or 'xdg-open'
  local shown = run(viewer .. ' ' .. quoted(svg), log)
  os.remove(log)
  if not shown then
    fail(where, 'the picture ', svg, ' cannot be shown: ', viewer, ' failed; a file name as the last ',
         'argument keeps it')
  end
  return svg
end

-- graph.dot(g, [title], [name]): draws the graph into name.svg and name.dot. Without a name it is shown.
-- Where there is no graphviz, name.dot is written before the error is raised.
function graph.dot(g, title, name)
  return M.draw('graph.dot', g:todot(title), name)
end

-- graph.graphvizFile(g, [algorithm], name): draws into one file, whose ending tells the kind (svg, png,
-- pdf, dot). The algorithm is one of graphviz's: dot, neato, circo, ...
function graph.graphvizFile(g, algorithm, name)
  local kind = type(name) == 'string' and name:match('%.(%w+)$')
  if not kind then
    fail('graph.graphvizFile', "a file name with an ending such as .svg expected, got '", name, "'")
  end
  M.render('graph.graphvizFile', g:todot(), algorithm or 'dot', kind, name)
end

-- graph.graphvizLayout(g, [algorithm]): an n x 2 tensor of the places of the nodes in the unit square,
-- x to the right and y up.
function graph.graphvizLayout(g, algorithm)
  local text = M.run('graph.graphvizLayout', g:todot(),
                     ('-K%s -Tplain'):format(quoted(algorithm or 'dot')))
  local number = '([%d%.eE+-]+)'
  local width, height = text:match('^graph %S+ ' .. number .. ' ' .. number)
  local places = torch.zeros(#g.nodes, 2)
  for id, x, y in text:gmatch('\nnode n(%d+) ' .. number .. ' ' .. number) do
    local place = places[tonumber(id)]
    place[1], place[2] = x / width, y / height
  end
  return places
end

-- graph._dotEscape(text): as graphviz wants it: letters alone as they are, else in quotes.
function graph._dotEscape(text)
  if text:find('^%a+$') then return text end
  return '"' .. text:gsub('\n', '\\n'):gsub('"', '\\"') .. '"'
end

return M
