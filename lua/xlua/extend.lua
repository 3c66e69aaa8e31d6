-- SPDX-License-Identifier: BSD-3-Clause
-- What `xlua` adds to Lua's own tables `string` and `table`; scripts use them as methods of strings.
-- luacheck: ignore 142
local fail = require('torch.error').fail

--- string.split(text, pattern), text:split(pattern): see sys.split.
string.split = require('sys').split

--- string.tosymbol(text): the value that `text` names, as in string.tosymbol('math.pi').
function string.tosymbol(text)
  local load = loadstring or load
  local chunk, message = load('return ' .. text)
  if not chunk then fail('string.tosymbol', message) end
  local ok, value = pcall(chunk)
  if not ok then fail('string.tosymbol', value) end
  if not value then fail('string.tosymbol', "symbol '", text, "' does not exist") end
  return value
end

--- table.splice(list [, start = 1 [, length = 1]]): two lists: the elements of `list` without the
-- `length` ones from position `start` on, and those ones. `list` is not changed.
function table.splice(list, start, length)
  start = start or 1
  local stop = start + (length or 1)
  local kept, removed = {}, {}
  for i, element in ipairs(list) do
    local to = (i < start or i >= stop) and kept or removed
    to[#to + 1] = element
  end
  return kept, removed
end

--- table.prune(list [, hash [, merge]]): the elements of `list`, one for each value of
-- hash(element), in the order of their first appearance. Of several the last one stays, or
-- merge(new, old) where that is given.
function table.prune(list, hash, merge)
  local pruned, position = {}, {}
  for _, element in ipairs(list) do
    local key = element
    if hash then key = hash(element) end
    local at = position[key]
    if not at then
      at = #pruned + 1
      position[key] = at
      pruned[at] = element
    else
      pruned[at] = merge and merge(element, pruned[at]) or element
    end
  end
  return pruned
end
