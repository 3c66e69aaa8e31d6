-- SPDX-License-Identifier: BSD-3-Clause
-- Recursion beyond the size of a Lua stack: objects in files may be nested deeply (a chain of
-- graph nodes), and a stack has room for some thousand levels. Every so many levels the work goes
-- on in a coroutine, which has a stack of its own.

local fail = require('torch.error').fail

local kStep, kDeepest = 300, 30000

local M = {}

local function finish(state, ok, ...)
  if not ok then error((...), 0) end
  state.depth = state.depth - 1
  return ...
end

-- Calls f(file, state, ...) one level deeper in `state`. An object that contains itself without end
-- and a file made to look so are errors.
function M.call(f, file, state, ...)
  local depth = state.depth + 1
  state.depth = depth
  if depth > kDeepest then
    fail(state.where, 'objects are nested more than ', kDeepest, ' levels deep')
  end
  if depth % kStep == 0 then
    return finish(state, coroutine.resume(coroutine.create(f), file, state, ...))
  end
  return finish(state, true, f(file, state, ...))
end

return M
