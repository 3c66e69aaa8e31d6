-- SPDX-License-Identifier: BSD-3-Clause
-- The tutorials and the README are true: code under a file name stands in that file, code marked
-- `lua run` runs.

local torch = require 'torch'
local root = arg[0]:match('^(.*)tests/tutorials/')

local function contents(path)
  local file = assert(io.open(path))
  local text = file:read('*a')
  file:close()
  return text
end

-- Calls visit(file, language, code) for each fenced block; `file` is the name on the line above.
local function eachBlock(text, visit)
  local file, language, code
  for line in (text .. '\n'):gmatch('(.-)\n') do
    if code and line:match('^```') then
      visit(file, language, table.concat(code, '\n'))
      file, language, code = nil, nil, nil
    elseif code then
      table.insert(code, line)
    elseif line:match('^```') then
      language, code = line:match('^```(.*)$'), {}
    else
      file = line:match('^`([%w_/%.]+)`$')
    end
  end
end

local tests = torch.TestSuite()
local tester = torch.Tester()

for path in io.popen(('cd "%s" && ls README.md examples/tutorials/*.md'):format(root)):lines() do
  tests[path:match('([%w_]+)%.md$')] = function()
    local blocks = 0
    eachBlock(contents(root .. path), function(file, language, code)
      if file then
        blocks = blocks + 1
        tester:assert(contents(root .. file):find(code, 1, true) ~= nil,
                      path .. ' shows code that is not in ' .. file .. ':\n' .. code)
      elseif language == 'lua run' then
        blocks = blocks + 1
        local run = assert(loadstring(code, '=' .. path))
        tester:assertNoError(run)
      end
    end)
    tester:assert(blocks > 0, path .. ' has no code that is checked')
  end
end

tester:add(tests)
tester:run()
