-- SPDX-License-Identifier: BSD-3-Clause
-- Modules within modules and tables within tables, in walks that call themselves: an error that says
-- what is wrong where they contain themselves or are nested too deeply for Lua's stack.
--
-- Walks count their levels. An error on the way leaves levels counted that are none, so the count is
-- compared with what is there before a walk fails.

local fail = require('torch.error').fail

local kDeepest = 1500       -- levels
local kMost = 2 ^ 20        -- modules and tables that one walk comes to

local M = {}

-- The fields of an object that hold what is nested in it. A plain table holds all its values.
local kNested = {'modules', 'module', 'criterions', 'criterion'}

local function parts_of(value)
  local list = {}
  local function add(part)
    if type(part) == 'table' then list[#list + 1] = part end
  end
  if torch.typename(value) then
    for _, name in ipairs(kNested) do add(rawget(value, name)) end
  else
    for _, part in pairs(value) do add(part) end
  end
  return list
end

-- What stands within itself there, nil if nothing does; and how many modules and tables there are,
-- each counted as often as it stands somewhere.
local function survey(root)
  local counts, open = {[root] = 1}, {[root] = true}
  local path, parts, positions = {root}, {parts_of(root)}, {0}
  while #path > 0 do
    local top = #path
    positions[top] = positions[top] + 1
    local part = parts[top][positions[top]]
    if part == nil then
      open[path[top]] = nil
      if top > 1 then counts[path[top - 1]] = counts[path[top - 1]] + counts[path[top]] end
      path[top] = nil
    elseif open[part] then
      return torch.typename(part) and part or path[top], math.huge
    elseif counts[part] then
      counts[path[top]] = counts[path[top]] + counts[part]
    else
      counts[part], open[part] = 1, true
      path[top + 1], parts[top + 1], positions[top + 1] = part, parts_of(part), 0
    end
  end
  return nil, counts[root]
end

-- Why a walk through `value` cannot be, which began at `from`: for a message.
local function reason(value, from)
  local cyclic = survey(value) or from and survey(from)
  if not cyclic then return 'nested too deeply' end
  return (cyclic == value and '' or torch.type(cyclic) .. ' ') .. 'contains itself'
end

-- check(where, value): fails if the value contains itself.
function M.check(where, value)
  if survey(value) then fail(where, reason(value)) end
end

local depth, count = 0, 0
local walk = setmetatable({}, {__mode = 'v'}) -- `root`: where the walk began

local function where(name, value)
  local class = torch.typename(value)
  return class and class .. '.' .. name or name
end

local counted = {} -- the functions that call `enter`

-- counts(f...): tells that these functions do.
function M.counts(...)
  for _, f in ipairs {...} do counted[f] = true end
end

local function levels_on_stack()
  local levels = 0
  for level = 2, math.huge do
    local info = debug.getinfo(level, 'f')
    if not info then return levels end
    if counted[info.func] then levels = levels + 1 end
  end
end

local function check_depth(name, value)
  depth = levels_on_stack()
  if depth <= kDeepest then return end
  depth = 0
  fail(where(name, value), reason(value, walk.root))
end

local function check_count(name, value)
  count = 0
  local _, all = survey(walk.root or value)
  if all <= kMost then return end
  depth = 0
  fail(where(name, value), 'more than ', kMost, ' modules and tables, as often as they stand in others')
end

-- enter(name, value), leave(...): a walk goes into the value, and out of it. `name` is that of the
-- value's method or of a function. leave returns its arguments.
function M.enter(name, value)
  if depth == 0 then count, walk.root = 0, value end
  depth, count = depth + 1, count + 1
  if depth > kDeepest then return check_depth(name, value) end
  if count > kMost then return check_count(name, value) end
end

function M.leave(...)
  if depth > 0 then depth = depth - 1 end
  return ...
end

local enter, leave = M.enter, M.leave

-- count(class, name...): these methods of the class, which call those of the modules within, count
-- their levels.
function M.count(class, ...)
  for _, name in ipairs {...} do
    local method = class[name]
    local function walk_in(self, ...)
      enter(name, self)
      return leave(method(self, ...))
    end
    M.counts(walk_in)
    class[name] = walk_in
  end
end

local latest -- the latest error that `endless` made

local full = {'stack overflow', 'error in error handling', 'nested too deeply'}

-- endless(container, err): where the error of a child tells that a stack is full, the error that tells
-- why; containers further out are to raise it as it is. Nil for other errors.
function M.endless(container, err)
  if type(err) ~= 'string' then return nil end
  if latest and err:sub(1, #latest) == latest then return latest end
  for _, text in ipairs(full) do
    if err:find(text, 1, true) then
      local _, message = pcall(fail, torch.type(container), reason(container))
      if message:find('stack overflow', 1, true) then error(message, 0) end -- no room for it here yet
      latest = message
      return message
    end
  end
end

return M
