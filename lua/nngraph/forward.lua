-- SPDX-License-Identifier: BSD-3-Clause
-- The forward pass of nn.gModule: each node takes the outputs of its sources and leaves its own in
-- data.output, which is there during the pass only.

local failure = require 'nngraph.failure'
local guard, wrong, describe = failure.guard, failure.wrong, failure.describe

local function shorten(list, count)
  for i = #list, count + 1, -1 do
    list[i] = nil
  end
end

-- The inputs of the whole network, as those of the node above all. Returns their number.
local function take_inputs(self, list, input)
  local count = self.nInputs or #self.innode.children -- files of old versions have no nInputs
  if count <= 1 then
    list[1] = input
    return 1
  elseif type(input) ~= 'table' then
    wrong(self, nil, 'a table of ', count, ' inputs expected, got ', describe(input))
  elseif #input ~= count then
    wrong(self, nil, 'got ', #input, ' inputs, expected ', count)
  end
  for i = 1, count do
    list[i] = input[i]
  end
  return count
end

-- What the node gives for its list of inputs.
local function value_of(self, node, f, list, count)
  local data = node.data
  if data.selectindex then return list[1][data.selectindex] end
  local module, parts = data.module, data.nSplitOutputs
  local value = list
  if count == 1 then value = list[1] end
  if module then
    value = guard(self, node, f, module, value)
    if value == nil then wrong(self, node, torch.type(module), ' returned nothing') end
  end
  if parts and (type(value) ~= 'table' or #value ~= parts) then
    wrong(self, node, 'split(', parts, ') cannot split ', describe(value), ', the output of the node ',
          'declared at ', data.annotations._debugLabel)
  end
  return value
end

-- forward(self, f, input): calls f(module, input) for each module; returns the network's output.
return function(self, f, input)
  local nodes, first = self.forwardnodes, self.innode.data
  for i = 1, #nodes do
    local node = nodes[i]
    local data = node.data
    local list, sources = data.input, data.mapindex
    if not list then
      list = {}
      data.input = list
    end
    local count = #sources
    if data == first then
      count = take_inputs(self, list, input)
    else
      for k = 1, count do
        list[k] = sources[k].output
      end
    end
    shorten(list, count)
    data.output = value_of(self, node, f, list, count)
    if self.verbose then print(node:label()) end
  end
  for i = 1, #nodes do
    nodes[i].data.output = nil
  end
  local last = self.outnode.data
  self.output = #last.mapindex == 1 and last.input[1] or last.input
  return self.output
end
