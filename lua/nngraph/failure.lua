-- SPDX-License-Identifier: BSD-3-Clause
-- Errors while a graph runs. Whoever asked for it (nngraph.setDebug) is told the node first; an error in
-- a module gets the path to it.

local errors = require 'torch.error'
local fail, catch = errors.fail, errors.catch

local M = {}

-- M.watcher(graph module, node): called before the error is raised, if it is set. The node is nil where
-- the error is at none.
M.watcher = nil

local function failed(self, node, err)
  for _, each in ipairs(self.forwardnodes) do
    each.data.output = nil -- what a forward leaves unfinished
  end
  if M.watcher then M.watcher(self, node) end
  return err
end

local function finish(self, node, ok, ...)
  if ok then return ... end
  local err = failed(self, node, (...))
  for i, module in ipairs(self.modules) do
    if rawequal(module, node.data.module) then self:childFailed(i, err) end
  end
  error(err, 0) -- a module that was put into the node only
end

-- M.guard(self, node, f, ...): f(...) for the module of the node.
function M.guard(self, node, f, ...)
  return finish(self, node, xpcall(f, catch, ...))
end

-- M.wrong(self, node, ...): raises an error of the graph itself.
function M.wrong(self, node, ...)
  local _, err = pcall(fail, 'nn.gModule', ...)
  error(failed(self, node, err), 0)
end

-- For messages.
function M.describe(value)
  if torch.isTensor(value) then
    return torch.type(value) .. ' ' .. table.concat(value:size():totable(), 'x')
  end
  return type(value) == 'table' and 'a table of ' .. #value or type(value)
end

return M
