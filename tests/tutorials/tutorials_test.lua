-- SPDX-License-Identifier: BSD-3-Clause
-- The tutorials and the README are true: code under a file name stands in that file, code marked
-- `lua run` runs, and lines to be added (marked `diff`) fit below their neighbours: with them, the files
-- compile. A tree in which somebody has followed a tutorial passes as well.

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

-- Adds the lines marked `+` to a text, each group below the line before it that is marked ` `.
local function patch(text, diff, name)
  local at
  for mark, line in diff:gmatch('([ +])([^\n]*)\n?') do
    local from, to = ('\n' .. text):find('\n' .. line .. '\n', 1, true)
    if mark == ' ' then
      assert(from, name .. ' has no line: ' .. line)
      at = to - 1
    else
      text = text:sub(1, at) .. line .. '\n' .. text:sub(at + 1)
      at = at + #line + 1
    end
  end
  return text
end

-- Compiles the files of a tutorial as they are with its additions.
local function compile(files)
  local folder = os.tmpname()
  os.remove(folder)
  for name, text in pairs(files) do
    os.execute(("mkdir -p '%s/%s'"):format(folder, name:match('^(.*)/')))
    local file = assert(io.open(folder .. '/' .. name, 'w'))
    file:write(text)
    file:close()
  end
  for name in pairs(files) do
    if name:match('%.cpp$') then
      local command = os.getenv('CXX') or 'c++ -std=c++20'
      local around = root:gsub("'", "'\\''")
      local pipe = io.popen(("%s -fsyntax-only -I'%s' -I'%s.' '%s/%s' 2>&1 && echo fine"):format(
        command, folder, around, folder, name))
      local said = pipe:read('*a')
      pipe:close()
      assert(said == 'fine\n', said)
    end
  end
  os.execute("rm -rf '" .. folder .. "'")
end

local tests = torch.TestSuite()
local tester = torch.Tester()

for path in io.popen(('cd "%s" && ls README.md examples/tutorials/*.md'):format(root)):lines() do
  tests[path:match('([%w_]+)%.md$')] = function()
    local blocks = 0
    local changed = {}
    eachBlock(contents(root .. path), function(file, language, code)
      if language == 'diff' then
        blocks = blocks + 1
        local before = contents(root .. file)
        local followed = true
        for added in ('\n' .. code):gmatch('\n%+([^\n]*)') do
          followed = followed and before:find(added, 1, true) ~= nil
        end
        if not followed then changed[file] = patch(changed[file] or before, code, file) end
      elseif file then
        blocks = blocks + 1
        tester:assert(contents(root .. file):find(code, 1, true) ~= nil,
                      path .. ' shows code that is not in ' .. file .. ':\n' .. code)
      elseif language == 'lua run' then
        blocks = blocks + 1
        local run = assert(loadstring(code, '=' .. path))
        tester:assertNoError(run)
      end
    end)
    compile(changed)
    tester:assert(blocks > 0, path .. ' has no code that is checked')
  end
end

tester:add(tests)
tester:run()
