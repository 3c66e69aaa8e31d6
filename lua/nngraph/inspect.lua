-- SPDX-License-Identifier: BSD-3-Clause
-- Looking at graphs: names for nodes, pictures, and a picture of where an error happened.

local nngraph = require 'nngraph.env'
local failure = require 'nngraph.failure'
local graphviz = require 'graph.graphviz'

-- nngraph.annotateNodes([level]): gives the nodes that are in local variables of the calling function the
-- variables' names; those that have a name keep it. Level 2 is the caller of that function, and so on.
function nngraph.annotateNodes(level)
  local at = (level or 1) + 1
  local index = 1
  local name, value = debug.getlocal(at, index)
  while name do
    if torch.typename(value) == 'nngraph.Node' and not value.data.annotations.name then
      value:annotate {name = name}
    end
    index = index + 1
    name, value = debug.getlocal(at, index)
  end
end

-- The forward graph in graphviz's language, the node of that data filled with red.
local function marked(module, title, data)
  local text = module.fg:todot(title)
  for id, node in ipairs(module.fg.nodes) do
    if node.data == data then
      text = text:gsub('}%s*$', '') .. ('n%d[style=filled, fillcolor=red];\n}'):format(id)
    end
  end
  return text
end

local function exists(name)
  local file = io.open(name)
  if file then file:close() end
  return file ~= nil
end

-- A file name that is free: the network's name, or one after its numbers of inputs and outputs.
local function picture_name(module)
  local name = module.name or
    ('nngraph_%sin_%sout'):format(module.nInputs or #module.innode.children, #module.outnode.children)
  local free, count = name, 1
  while exists(free .. '.svg') do
    count = count + 1
    free = name .. '_' .. count
  end
  return free
end

local function picture(module, node)
  local name = picture_name(module)
  local ok, err = pcall(graphviz.draw, 'nngraph.setDebug', marked(module, name, node and node.data), name)
  io.stderr:write(ok and ('nngraph: the failed graph is drawn in %s.svg\n'):format(name) or
                  ('nngraph: the failed graph is not drawn: %s\n'):format(err))
end

-- nngraph.setDebug(enable): while enabled, an error in a graph also draws it, the failed node in red, into
-- <name>.svg, where `name` is the network's field or tells its numbers of inputs and outputs. The error
-- itself is the same.
function nngraph.setDebug(enable)
  failure.watcher = enable and picture or nil
end

-- nngraph.display(network): shows its forward graph on the screen.
function nngraph.display(module)
  return graphviz.draw('nngraph.display', module.fg:todot(module.name))
end

return nngraph
