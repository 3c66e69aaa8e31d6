-- SPDX-License-Identifier: BSD-3-Clause
-- nn.gModule(inputs, outputs): the network that nodes make up. `inputs` and `outputs` are lists of nodes
-- (nngraph.Node). With one input the network takes what that node is to get, with several a table; the
-- same for the output.
--
-- Two graphs share the nodes' data (see nngraph/Node.lua): `fg`, whose edges follow the computation,
-- and `bg`, whose edges are the other way. Above the inputs stands one more node, `innode`, and a split
-- if there are several; below the outputs one more, `outnode`. `forwardnodes` and `backwardnodes` are
-- the nodes in the orders of computation, `modules` their modules in the forward order.

require 'graph'
local stay = require('torch.error').stay
local Node = require 'nngraph.Node'
require 'nngraph.JustElement'
require 'nngraph.JustTable'
local check = require 'nngraph.check'
local forward = require 'nngraph.forward'
local backward = require 'nngraph.backward'
local nesting = require 'nn.nesting'

local gModule, parent = torch.class('nn.gModule', 'nn.Container')
local Module = nn.Module

local function list_modules(self)
  self.modules = {}
  for _, node in ipairs(self.forwardnodes) do
    if node.data.module then self:add(node.data.module) end
  end
end

function gModule:__init(inputs, outputs)
  parent.__init(self)
  check(inputs, outputs)
  local innode, outnode = Node.new {input = {}}, Node.new {input = {}}
  for _, node in ipairs(outputs) do
    outnode:add(node, true)
  end
  local entries = #inputs > 1 and {innode:split(#inputs)} or {innode}
  for i, node in ipairs(inputs) do
    node:add(entries[i], true)
  end
  self.nInputs, self.verbose = #inputs, false
  self.bg = outnode:graph()
  self.fg = self.bg:reverse()
  self.forwardnodes, self.backwardnodes = self.fg:topsort(), self.bg:topsort()
  self.outnode = outnode
  for _, node in ipairs(self.forwardnodes) do
    node.data.forwardNodeId = node.id
    if node.data == innode.data then self.innode = node end
  end
  list_modules(self)
  self.output = #outputs > 1 and outnode.data.input or nil
  self.gradInput = nil
end

-- runForwardFunction(f, input): the forward pass with f(module, input), or the method of that name, in
-- the place of each module's updateOutput.
function gModule:runForwardFunction(f, input)
  if type(f) ~= 'string' then return forward(self, f, input) end
  return forward(self, function(module, x) return module[f](module, x) end, input)
end

local function update_output(module, input)
  return stay(module:updateOutput(input))
end

function gModule:updateOutput(input)
  return self:runForwardFunction(update_output, input)
end

local function update_gradient(module, input, gradOutput)
  return stay(module:updateGradInput(input, gradOutput))
end

function gModule:updateGradInput(_, gradOutput)
  return backward.backward(self, update_gradient, gradOutput)
end

-- As in Torch7 the gradient is what updateGradInput returned, which is not always the field gradInput.
local function all_gradients(module, input, gradOutput, scale)
  if module.backward ~= Module.backward then
    return stay(module:backward(input, gradOutput, scale))
  end
  local gradient = module:updateGradInput(input, gradOutput)
  module:accGradParameters(input, gradOutput, scale)
  if gradient == nil then return module.gradInput end
  return gradient
end

function gModule:backward(_, gradOutput, scale)
  return backward.backward(self, all_gradients, gradOutput, scale or 1)
end

function gModule:accGradParameters(_, _, scale)
  backward.accumulate(self, 'accGradParameters', scale or 1)
end

function gModule:accUpdateGradParameters(_, _, lr)
  backward.accumulate(self, 'accUpdateGradParameters', lr)
end

local states = {'input', 'gradOutput', 'gradOutputBuffer'} -- tensors in a node's data

function gModule:type(name, cache)
  if not name then return self._type end
  cache = cache or {}
  for _, node in ipairs(self.forwardnodes) do
    for _, state in ipairs(states) do
      node.data[state] = nn.utils.recursiveType(node.data[state], name, cache)
    end
  end
  return parent.type(self, name, cache)
end

function gModule:clearState()
  for _, node in ipairs(self.forwardnodes) do
    for _, state in ipairs(states) do
      node.data[state] = nil
    end
  end
  return parent.clearState(self)
end

-- replace(f): puts f(module) in the place of each module, here and in the nodes.
function gModule:replace(callback)
  local result, replaced = callback(self), {}
  for i, module in ipairs(self.modules) do
    replaced[module] = replaced[module] or module:replace(callback)
    self.modules[i] = replaced[module]
  end
  for _, node in ipairs(self.forwardnodes) do
    local data = node.data
    data.module = replaced[data.module] or data.module
  end
  return result
end

nesting.count(gModule, 'replace')

-- map(other, f): f(module, other's module) for the modules in the same places of two networks of the
-- same structure.
function gModule:map(other, f)
  local fail = require('torch.error').fail
  for i, node in ipairs(self.forwardnodes) do
    local twin = other.forwardnodes[i]
    local module, its = node.data.module, twin and twin.data.module
    if not twin or (module == nil) ~= (its == nil) then
      fail('nn.gModule.map', 'the networks differ at node ', i, ' of the forward order')
    end
    if module then f(module, its) end
  end
end

-- Files of old versions have no list of modules.
function gModule:read(file)
  parent.read(self, file)
  if not self.modules then list_modules(self) end
end

function gModule:__tostring__()
  return self.name or torch.type(self)
end

return gModule
