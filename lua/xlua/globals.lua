-- SPDX-License-Identifier: BSD-3-Clause
-- Looking at and clearing the global variables of an interactive session.
local globals = {}

-- What was there before the user began is nobody's to clear.
local own = {}
for name in pairs(_G) do own[name] = true end

--- xlua.clear(name): removes a global variable and collects garbage.
function globals.clear(name)
  _G[name] = nil
  collectgarbage()
end

--- xlua.clearall(): removes all global variables that were made since this was loaded, and forgets
-- the modules among them so that they can be required anew.
function globals.clearall()
  local names = {}
  for name in pairs(_G) do
    if not own[name] then names[#names + 1] = name end
  end
  for _, name in ipairs(names) do
    _G[name] = nil
    package.loaded[name] = nil
  end
  collectgarbage()
end

--- xlua.who(): prints the names of the global modules, and the global variables with their values.
function globals.who()
  local print = require('xlua.print').print
  local modules, variables = {}, {}
  for name, value in pairs(_G) do
    if name ~= '_G' and package.loaded[name] then
      modules[#modules + 1] = name
    elseif not own[name] then
      variables[name] = value
    end
  end
  table.sort(modules)
  print('')
  print('Global Libs:')
  print(modules)
  print('')
  print('Global Vars:')
  print(variables)
  print('')
end

return globals
