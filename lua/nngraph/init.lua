-- SPDX-License-Identifier: BSD-3-Clause
-- require 'nngraph': networks of any shape, put together by calling modules:
--
--   local x = nn.Identity()()                      -- a node that is to be an input
--   local h = nn.Tanh()(nn.Linear(10, 20)(x))      -- or: x - nn.Linear(10, 20) - nn.Tanh()
--   local y = nn.Linear(30, 1)(nn.JoinTable(2)({x, h}))
--   local net = nn.gModule({x}, {y})
--
-- The package changes what a call of a module or criterion means: it makes a node, it does not run it.

setfenv(1, require 'torch.globals')
require 'nn'
require 'graph'

local nngraph = require 'nngraph.env'
publish('nngraph', nngraph)

require 'nngraph.Node'
require 'nngraph.gModule'
require 'nngraph.ModuleFromCriterion'
require 'nngraph.nest'
require 'nngraph.inspect'
nngraph.simple_print = require 'nngraph.simple_print'

local call = require('nngraph.call').call

local Module = torch.getmetatable('nn.Module')
Module.__call__ = call

-- -module is module(); node - module is module(node).
function Module.__unm__(module)
  return module()
end

function Module.__sub__(input, module)
  return module(input)
end

torch.getmetatable('nngraph.Node').__sub__ = Module.__sub__

local Criterion = torch.getmetatable('nn.Criterion')
function Criterion:__call__(...)
  return nn.ModuleFromCriterion(self)(...)
end

Criterion.__sub__ = Module.__sub__

return nngraph
