-- SPDX-License-Identifier: BSD-3-Clause
-- nngraph.Node(data): a node of a network's graph. Made by calling modules: nn.Tanh()(node).
--
-- The edges of these nodes lead backward: `children` are the nodes whose outputs a node takes.
-- All that counts is in `data`, which the forward and the backward graph share:
--   module           what the node computes; without one it passes its input on
--   mapindex         the data of the nodes that give the inputs, in their order (and as keys)
--   reverseMap       the set of the nodes that take the output
--   nSplitOutputs    of a node whose output, a table, is taken apart: the number of parts
--   selectindex      of a node that is part number so of the node before it
--   input            the inputs of the latest forward
--   gradOutput       the gradients from those that took the output; their sum, if there are several,
--                    is gradOutputBuffer
--   annotations      name, description, graphAttributes, and _debugLabel: the line that made the node
--   forwardNodeId    the node's number in the forward graph

local errors = require 'torch.error'
local fail = errors.fail

local Node, parent = torch.class('nngraph.Node', 'graph.Node', require 'nngraph.env')

function Node:__init(data)
  parent.__init(self, data)
  data.annotations = data.annotations or {}
  data.mapindex = data.mapindex or {}
  data.reverseMap = data.reverseMap or {}
  if not data.annotations._debugLabel then self:_makeDebugLabel(errors.caller()) end
end

-- Keeps a place in a program, as debug.getinfo describes it, for errors and drawings.
function Node:_makeDebugLabel(info)
  if not info then return end
  self.data.annotations._debugLabel = ('[%s]:%d_%s'):format(info.short_src, info.currentline,
                                                            info.name or '')
end

-- add(node, [as_input]): an edge; with `as_input` the node's output is the next input of this one.
function Node:add(node, as_input)
  if as_input then
    local map = self.data.mapindex
    if map[node.data] then
      fail(torch.type(self.data.module or self), 'inputs ', map[node.data], ' and ', #map + 1,
           ' are the same node; put nn.Identity()(node) in the place of one')
    end
    table.insert(map, node.data)
    map[node.data] = #map
    node.data.reverseMap[self] = true
  end
  parent.add(self, node)
end

-- split(n): n nodes, one for each element of the table that this node gives.
function Node:split(count)
  if type(count) ~= 'number' or count < 1 or count % 1 ~= 0 then
    fail('nngraph.Node.split', 'the number of parts expected, got ', count)
  end
  if count == 1 then
    local nngraph = require 'nngraph.env'
    return require('nngraph.call').call(nngraph.JustElement(), self)
  end
  local label, here = self.data.annotations._debugLabel or '', errors.caller()
  local place = here and (' split at [%s]:%d'):format(here.short_src, here.currentline) or ''
  local whole = Node.new {nSplitOutputs = count, annotations = {_debugLabel = label .. place .. '-mnode'}}
  whole:add(self, true)
  local parts = {}
  for i = 1, count do
    parts[i] = Node.new {selectindex = i, input = {}, annotations = {_debugLabel = label .. '-' .. i}}
    parts[i]:add(whole, true)
  end
  return unpack(parts)
end

-- annotate{name = ..., description = ..., graphAttributes = {color = 'red'}}: for drawings and for
-- finding the node again. Returns the node.
function Node:annotate(annotations)
  for key, value in pairs(annotations) do
    self.data.annotations[key] = value
  end
  return self
end

function Node:graphNodeName()
  local name = self.data.annotations.name
  return name and name .. ' (' .. self.id .. ')' or 'Node' .. self.id
end

-- graphviz's attributes. The tooltip tells where the node was made.
function Node:graphNodeAttributes()
  local annotations = self.data.annotations
  annotations.graphAttributes = annotations.graphAttributes or {}
  annotations.graphAttributes.tooltip = annotations.graphAttributes.tooltip or annotations._debugLabel
  return annotations.graphAttributes
end

-- "Tensor[2x3]", and "NaN", "inf" or "-inf" if such an element is in it.
local function describe_tensor(tensor)
  local kind = tensor:type() == torch.getdefaulttensortype() and 'Tensor' or tensor:type()
  local text = kind .. '[' .. table.concat(tensor:size():totable(), 'x') .. ']'
  if tensor:nElement() == 0 then return text end
  if tensor:ne(tensor):sum() > 0 then return text .. 'NaN' end
  if tensor:max() == math.huge then return text .. 'inf' end
  return tensor:min() == -math.huge and text .. '-inf' or text
end

local function describe(value)
  if torch.isTensor(value) then return describe_tensor(value) end
  if type(value) ~= 'table' or torch.typename(value) then
    return (tostring(value):gsub('\n', '\\l'))
  end
  local parts = {}
  for i, one in ipairs(value) do
    parts[i] = describe(one)
  end
  return '{' .. table.concat(parts, ',') .. '}'
end

local function inputs_of(data)
  if #data.mapindex < 2 then return nil end
  local names = {}
  for i, source in ipairs(data.mapindex) do
    names[i] = 'Node' .. (source.forwardNodeId or '')
  end
  return '{' .. table.concat(names, ',') .. '}'
end

-- label(): the text in drawings: what the node computes and the sizes that went through it.
function Node:label()
  local data, lines = self.data, {}
  for _, key in ipairs {'module', 'nSplitOutputs', 'selectindex', 'input', 'gradOutput'} do
    if data[key] ~= nil then table.insert(lines, key .. ' = ' .. describe(data[key])) end
  end
  local inputs = inputs_of(data)
  if inputs then table.insert(lines, 'mapindex = ' .. inputs) end
  local description = data.annotations.description
  return (description and 'desc = ' .. description .. '\\n' or '') .. table.concat(lines, '\\l')
end

return Node
