-- SPDX-License-Identifier: BSD-3-Clause
-- Every field of every class of nn gets hostile values, one at a time; then the module runs forward and
-- backward, here and, through a file, in a C++ host. Results and errors are both fine. Findings are a
-- process that ends early, an internal error and a call that takes seconds; what a call does to
-- memory that is not its own, the sanitizers of the build report.
--
--   th fields.lua HOST [STEP] [CLASS ...]
--
-- HOST is the program of load_and_run.cpp, STEP takes every so many records only. A process of its own
-- runs each class (with a step: all of them). Before each record it writes into a file what it is about
-- to try, which is shown if it ends there.

local torch = require 'torch'

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
package.path = folder .. '/?.lua;' .. package.path
local hostile = require 'hostile'
local tocha = require 'tocha'

local limits = {seconds = 10, bytes = 256 * 2 ^ 20}

-- The names of fields that the engine asks for and the module has not.
local function absent_fields(record, run)
  local class = getmetatable(record.module)
  local index, found = class.__index, {}
  class.__index = function(_, key)
    local value = class[key]
    if value == nil and type(key) == 'string' then found[key] = true end
    return value
  end
  run(record)
  class.__index = index
  return found
end

-- Calls f(path) for each place of the record that can be given another value; tables that come up again
-- are not looked at again.
local function each_path(value, path, seen, f)
  if seen[value] then return end
  seen[value] = true
  local names = {}
  for name in pairs(value) do
    if type(name) == 'string' or type(name) == 'number' then names[#names + 1] = name end
  end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  for _, name in ipairs(names) do
    local inner = {unpack(path)}
    inner[#inner + 1] = name
    f(inner)
    if type(value[name]) == 'table' then each_path(value[name], inner, seen, f) end
  end
end

local function at(record, path)
  for i = 1, #path - 1 do
    record = type(record) == 'table' and record[path[i]] or {}
  end
  return record, path[#path]
end

local function attempt(findings, f, ...)
  local start = os.clock()
  local ok, message = pcall(f, ...)
  if os.clock() - start > limits.seconds then findings('takes %.0f s', os.clock() - start) end
  message = not ok and tostring(message) or ''
  if (message:find 'internal error' or message:find 'std::' or message:find 'vector::') then
    findings('%s', message)
  end
end

-- All passes; with `state` the way back comes first, from what the fields hold.
local function run(record, findings, back_first)
  local m, x, g = record.module, record.input, record.gradOutput or record.target
  local function try(name, ...)
    local method = m[name]
    if type(method) == 'function' then attempt(findings, method, m, ...) end
  end
  if back_first then
    try('backward', x, g)
    try('accGradParameters', x, g, 0.5)
  end
  try('forward', x, record.target)
  try('backward', x, g)
  try('accGradParameters', x, g, 0.5)
  try 'zeroGradParameters'
  try('updateParameters', 0.1)
  try 'evaluate'
  try('forward', x, record.target)
  try('backward', x, g)
  try 'parameters'
  try '__tostring'
  try 'clearState'
end

local function silent() end

-- Calls f(bytes of a record that ran once, path) for all fields.
local function each_field(record, f)
  run(torch.deserialize(torch.serialize(record)), silent)
  local fresh = torch.deserialize(torch.serialize(record))
  fresh.module:forward(fresh.input, fresh.target)
  fresh.module:backward(fresh.input, fresh.gradOutput or fresh.target)
  local bytes = torch.serialize(fresh)
  each_path(fresh, {}, {}, function(path)
    if path[2] or path[1] ~= 'module' then f(bytes, path) end
  end)
  for name in pairs(absent_fields(torch.deserialize(torch.serialize(record)), function(r)
    run(r, silent)
  end)) do
    f(bytes, {'module', name})
  end
end

-- Runs the records of the classes that match in this process and leaves them in `work` for C++.
local function child(pattern, step, work)
  tocha.setmemorylimit(limits.bytes)
  local progress = assert(io.open(work .. '/progress', 'w'))
  local count, number, findings, kept = 0, 0, 0, {}
  local function one(bytes, path, value, where)
    number = number + 1
    if number % step ~= 0 then return end
    count = count + 1
    if count % 50 == 0 then collectgarbage() end
    local what = where .. ' = ' .. value[1]
    progress:seek 'set'
    progress:write(what, (' '):rep(200), '\n')
    progress:flush()
    local function found(...)
      findings = findings + 1
      print(what .. ': ' .. (...):format(select(2, ...)))
    end
    for pass = 1, 2 do
      local record = torch.deserialize(bytes)
      local owner, key = at(record, path)
      owner[key] = value[2](owner[key], record)
      if pass == 1 then -- some cannot be written: a class's own method finds nothing to write
        local written, text = pcall(torch.serialize, record)
        if written then kept[#kept + 1] = {what, text} end
      end
      run(record, found, pass == 2)
    end
  end
  for _, record in ipairs(require 'catalogue') do
    local class = torch.typename(record.module)
    if class:match(pattern) then
      each_field(record, function(bytes, path)
        local owner, key = at(torch.deserialize(bytes), path)
        for _, value in ipairs(hostile(owner[key])) do
          one(bytes, path, value, class .. ': ' .. table.concat(path, '.'))
        end
      end)
    end
  end
  torch.save(work .. '/records.t7', kept)
  progress:close()
  print(('%d records, %d findings'):format(count, findings))
  os.exit(findings > 0 and 1 or 0)
end

-- Runs a command; what it printed if it failed, after what it was about.
local function failure_of(command, work)
  local pipe = io.popen(command .. ' 2>&1; echo "exit status $?"')
  local output = pipe:read '*a'
  pipe:close()
  if output:find 'exit status 0%s*$' then
    io.write((output:gsub('exit status 0%s*$', '')))
    return
  end
  local progress = io.open(work .. '/progress')
  local what = progress and progress:read '*l' or 'the start'
  if progress then progress:close() end
  return ('%s\n  at: %s\n%s'):format(command, what:gsub('%s+$', ''), output)
end

local function parent(host, step, classes)
  local work = os.tmpname()
  os.remove(work)
  os.execute('mkdir ' .. work)
  if #classes == 0 and step > 1 then
    classes = {'.*'}
  elseif #classes == 0 then
    local seen = {}
    for _, record in ipairs(require 'catalogue') do
      local class = torch.typename(record.module)
      if not seen[class] then classes[#classes + 1] = class end
      seen[class] = true
    end
  end
  local failures = {}
  for _, class in ipairs(classes) do
    io.write(class, ' ')
    local pattern = class == '.*' and class or '^' .. class .. '$'
    local child_command = ('"%s" "%s/fields.lua" -child "%s" %d %s'):format(
      os.getenv 'TH' or 'th', folder, pattern, step, work)
    failures[#failures + 1] = failure_of(child_command, work)
    failures[#failures + 1] = failure_of(('"%s" %s'):format(host, work), work)
    io.flush()
  end
  os.execute('rm -r ' .. work)
  for _, failure in ipairs(failures) do
    print(failure)
  end
  print(('%d processes failed'):format(#failures))
  os.exit(#failures > 0 and 1 or 0)
end

if arg[1] == '-child' then
  child(arg[2], tonumber(arg[3]), arg[4])
else
  parent(arg[1], tonumber(arg[2]) or 1, {select(3, ...)})
end
