-- SPDX-License-Identifier: BSD-3-Clause
-- torch.Tester: runs tests and reports on them.
--
--   local tester, suite = torch.Tester(), torch.TestSuite()
--   function suite.sum() tester:eq(1 + 1, 2, 'a message') end
--   tester:add(suite):run()
--
-- Each assertion returns whether it held. A tolerance and a message may follow its values, in
-- either order. The assertions themselves are in tester_assertions.lua.

local torch = require 'torch.env'
local fail = require('torch.error').fail
local report = require 'torch.tester_report'

local Tester = torch.class('torch.Tester', torch)

local own_files = debug.getinfo(1, 'S').source:gsub('[^/\\]*$', '') -- the folder of this file

function Tester:__init()
  self.tests = {}         -- name -> function
  self.disabledTests = {} -- set of names
  self.warnings = {}      -- texts, in the order in which they came up
  self._order = {}        -- names in the order in which they were added
  self._currentTestName = ''
  -- Torch7's assertTensorEq takes {{1}} and {1} for equal, with a warning; `eq` never does.
  self._assertTensorEqIgnoresDims = true
  self:_clearCounts()
end

-- Functions called with the test's name before and after each test, after its own _tearDown and
-- a full collection; what they assert or raise counts as the test's own. A project can set them
-- once for all its testers (torch.Tester.afterEach = f), for instance to look for leaks.
Tester.beforeEach = nil
Tester.afterEach = nil

-- After the first test that fails, the rest is left out.
function Tester:setEarlyAbort(earlyAbort)
  self.earlyAbort = earlyAbort
end

-- Errors and failures are raised out of `run` at once, not collected.
function Tester:setRethrowErrors(rethrow)
  self.rethrow = rethrow
end

-- The report ends with the summary, without the texts of failures.
function Tester:setSummaryOnly(summaryOnly)
  self.summaryOnly = summaryOnly
end

local function add_test(self, test, name)
  if type(test) ~= 'function' then
    fail('torch.Tester.add', name, ': Only tables of functions and functions supported')
  end
  if name == '_setUp' or name == '_tearDown' then
    if self[name] then
      fail('torch.Tester.add', 'Only one ', name:sub(2), ' function allowed')
    end
    self[name] = test
    return
  end
  if self.tests[name] then fail('torch.Tester.add', 'Test with name ', name, ' already exists!') end
  self.tests[name] = test
  table.insert(self._order, name)
end

-- The names of a plain table's tests in an order that is the same in each run.
local function sorted_names(tests)
  local names = {}
  for name in pairs(tests) do
    table.insert(names, name)
  end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  return names
end

-- add(f, name) adds a test, add(tests) a TestSuite or table of tests. A function named _setUp or
-- _tearDown is called before or after each test, with the test's name. Returns the tester.
function Tester:add(f, name)
  if type(f) ~= 'table' then
    add_test(self, f, name or 'unknown')
    return self
  end
  if name ~= nil then
    fail('torch.Tester.add', 'a table of tests takes no name, got ', name)
  end
  local names = f.__order
  if f.__isTestSuite then
    f = f.__tests
  else
    self:_warning('Should use TestSuite rather than plain lua table')
    names = sorted_names(f)
  end
  for _, test_name in ipairs(names) do
    if type(f[test_name]) == 'table' then
      fail('torch.Tester.add', test_name, ': Nested sets of tests are not supported')
    end
    add_test(self, f[test_name], test_name)
  end
  return self
end

local function list_of_names(where, names)
  if type(names) == 'string' then return {names} end
  if type(names) ~= 'table' then
    fail(where, 'name or list of names expected, got ', torch.type(names))
  end
  return names
end

-- The tests of these names are only listed as skipped. Returns the tester.
function Tester:disable(testNames)
  for _, name in ipairs(list_of_names('torch.Tester.disable', testNames)) do
    if not self.tests[name] then fail('torch.Tester.disable', "Unrecognized test '", name, "'") end
    self.disabledTests[name] = true
  end
  return self
end

-- The names that match one of the patterns, in the order of the tests; without any, all.
function Tester:_getTests(patterns)
  if patterns == nil then return self._order end
  local wanted = {}
  for _, pattern in ipairs(list_of_names('torch.Tester.run', patterns)) do
    local found = false
    for _, name in ipairs(self._order) do
      if name:match(pattern) then
        wanted[name], found = true, true
      end
    end
    if not found then fail('torch.Tester.run', "Couldn't find test '", pattern, "'") end
  end
  local names = {}
  for _, name in ipairs(self._order) do
    if wanted[name] then table.insert(names, name) end
  end
  return names
end

-- What a run finds out anew.
function Tester:_clearCounts()
  self.errors = {}        -- texts, in the order in which they came up
  self.assertionPass = {} -- name -> number of assertions that held
  self.assertionFail = {}
  self.testError = {}     -- name -> 1 if the test raised an error
  self._warningCount = self._warningCount or {}
end

local function increase(counts, name)
  counts[name] = (counts[name] or 0) + 1
end

-- The stack between an assertion and this file, in the form of debug.traceback.
local function user_frames()
  local lines = {'stack traceback:'}
  local level = 2
  while true do
    local info = debug.getinfo(level, 'Slnf')
    if not info or info.func == Tester._pcall then break end
    local own = info.source:sub(1, #own_files) == own_files
    if not own and info.currentline > 0 then
      local named = info.namewhat == 'global' or info.namewhat == 'method'
      local name = named and ("'%s'"):format(info.name) or
        ('<%s:%d>'):format(info.short_src, info.linedefined)
      table.insert(lines, ('\t%s:%d: in function %s'):format(info.short_src, info.currentline, name))
    end
    level = level + 1
  end
  return table.concat(lines, '\n') .. '\n'
end

-- A message as the report has it: under the name of the test, with the lines that led to it.
function Tester:_addDebugInfo(message)
  local name = self._currentTestName
  return (name == '' and '' or name .. '\n') .. message .. '\n' .. user_frames()
end

function Tester:_success()
  increase(self.assertionPass, self._currentTestName)
  return true
end

function Tester:_failure(message)
  if self.rethrow then error(message, 2) end
  increase(self.assertionFail, self._currentTestName)
  table.insert(self.errors, self:_addDebugInfo(message))
  return false
end

function Tester:_warning(message)
  increase(self._warningCount, self._currentTestName)
  table.insert(self.warnings, self:_addDebugInfo(message))
end

-- What every assertion ends with.
function Tester:_assert_sub(condition, message)
  if condition then return self:_success() end
  return self:_failure(message)
end

local function full_traceback(err)
  local text = debug.traceback(tostring(err), 2)
  return text:match("^(.-)\n%s*%[C%]: in function 'xpcall'") or text
end

-- Calls `f(...)` for the current test; an error in it is noted, unless errors are rethrown.
-- Returns whether there was none.
function Tester:_pcall(f, ...)
  if self.rethrow then
    f(...)
    return true
  end
  local arguments, count = {...}, select('#', ...)
  local ok, trace = xpcall(function() f(unpack(arguments, 1, count)) end, full_traceback)
  if not ok then
    self.testError[self._currentTestName] = 1
    table.insert(self.errors,
      self._currentTestName .. '\n Function call failed\n' .. trace .. '\n')
  end
  return ok
end

-- One test with all that surrounds it; returns PASS, FAIL or ERROR.
local function run_test(self, name)
  local ready = not self.beforeEach or self:_pcall(self.beforeEach, name)
  ready = ready and (not self._setUp or self:_pcall(self._setUp, name))
  if ready then self:_pcall(self.tests[name]) end
  if self._tearDown then self:_pcall(self._tearDown, name) end
  collectgarbage()
  collectgarbage() -- finalizers of the first round may have let go of more
  if self.afterEach then self:_pcall(self.afterEach, name) end
  if self.testError[name] then return 'ERROR' end
  return self.assertionFail[name] and 'FAIL' or 'PASS'
end

function Tester:_run(names)
  report.start(#names)
  for i, name in ipairs(names) do
    self._currentTestName = name
    self._warningCount[name] = nil
    local line = report.start_test(i, #names, name)
    local status = self.disabledTests[name] and 'SKIP' or run_test(self, name)
    report.finish_test(line, status, self._warningCount[name])
    self._currentTestName = ''
    if self.earlyAbort and i < #names and (status == 'FAIL' or status == 'ERROR') then
      report.aborted()
      break
    end
  end
end

local function count(self, names)
  local counts = {
    asserts = 0, tests = #names, failures = 0, errors = 0, disabled = 0,
    warnings = self._warningCount[''] and 1 or 0,
  }
  local function one_more(what, condition)
    if condition then counts[what] = counts[what] + 1 end
  end
  for _, name in ipairs(names) do
    local failed = self.assertionFail[name]
    counts.asserts = counts.asserts + (self.assertionPass[name] or 0) + (failed or 0)
    one_more('failures', failed)
    one_more('errors', self.testError[name])
    one_more('warnings', self._warningCount[name])
    one_more('disabled', self.disabledTests[name])
  end
  return counts
end

-- Writes the summary and, unless only that is wanted, the texts; returns the counts.
function Tester:_report(names)
  local counts = count(self, names)
  self.countasserts = counts.asserts
  report.summary(counts)
  if not self.summaryOnly then
    local texts = {}
    for _, list in ipairs {self.errors, self.warnings} do
      for _, text in ipairs(list) do
        table.insert(texts, text)
      end
    end
    report.sections(texts)
  end
  return counts
end

-- Runs the tests that match a pattern or one of a list of patterns, or else all, and reports on
-- them. Raises an error if a test failed, so that the script ends with a status that is not 0.
function Tester:run(testNames)
  local names = self:_getTests(testNames)
  self:_clearCounts()
  self:_run(names)
  local counts = self:_report(names)
  if counts.failures + counts.errors > 0 then
    fail('torch.Tester', 'An error was found while running tests!')
  end
  return 0
end

require 'torch.tester_assertions'

return Tester
