-- SPDX-License-Identifier: BSD-3-Clause
-- torch.Tester and torch.TestSuite tested with plain asserts: what each assertion takes and
-- refuses, how runs go, what the report says. Tensors are in tester_tensor_test.lua.

local torch = require 'torch'

local here = debug.getinfo(1, 'S').short_src:gsub('%p', '%%%0')  -- as a pattern

-- Runs `f`, returns what it wrote and the error it raised, if any.
local function captured(f, ...)
  local write, parts = io.write, {}
  io.write = function(text) table.insert(parts, text) end -- luacheck: ignore 122
  local ok, err = pcall(f, ...)
  io.write = write -- luacheck: ignore 122
  return table.concat(parts), not ok and err or nil
end

local function expect(text, pattern)
  assert(tostring(text):find(pattern), ('%q does not match %q'):format(tostring(text), pattern))
end

local function expect_equal(got, expected)
  if got ~= expected then error(('got %q, expected %q'):format(tostring(got), tostring(expected)), 2) end
end

-- The outcome of one assertion: true, or the text of the failure.
local function outcome(name, ...)
  local tester = torch.Tester()
  tester._failure = function(_, message) return message end
  return tester[name](tester, ...)
end

local function holds(name, ...)
  local result = outcome(name, ...)
  if result ~= true then error(name .. ' should hold: ' .. tostring(result), 2) end
end

local function refused(expected, name, ...)
  local result = outcome(name, ...)
  if result ~= expected then
    error(('%s: got %q, expected %q'):format(name, tostring(result), expected), 2)
  end
end

local function raises(pattern, f, ...)
  local ok, err = pcall(f, ...)
  assert(not ok, 'an error was expected: ' .. pattern)
  expect(err, pattern)
end

-- conditions and comparisons ---------------------------------------------------------------------

holds('assert', true)
refused('BOOL violation condition=false', 'assert', false)
refused('why\nBOOL violation condition=nil', 'assert', nil, 'why')
holds('assertlt', 1, 2)
refused('LT failed: 1 >= 1', 'assertlt', 1, 1)
holds('assertgt', 'b', 'a')
refused('m\nGT failed: 1 <= 2', 'assertgt', 1, 2, 'm')
holds('assertle', 1, 1)
refused('LE failed: 2 > 1', 'assertle', 2, 1)
holds('assertge', 1, 1)
refused('GE failed: 1 < 2', 'assertge', 1, 2)
holds('asserteq', 'a', 'a')
refused('EQ failed: 1 ~= 2', 'asserteq', 1, 2)
holds('assertne', 1, '1')
refused('m\nNE failed: 1 == 1', 'assertne', 1, 1, 'm')
holds('assertalmosteq', 1, 1 + 1e-17)
holds('assertalmosteq', 1, 2, 'm', 1)
refused('m\nALMOST_EQ failed: 1 ~= 2 with tolerance=0.5', 'assertalmosteq', 1, 2, 0.5, 'm')
refused('ALMOST_EQ failed: 1 ~= 2 with tolerance=1e-16', 'assertalmosteq', 1, 2)

-- A subclass that redefines `_assert_sub` gets every outcome.
do
  local Counting = torch.class('torch.TestCountingTester', 'torch.Tester', {})
  local outcomes = {}
  function Counting._assert_sub(_, condition) table.insert(outcomes, condition) end -- luacheck: ignore 122
  local tester = torch.factory('torch.TestCountingTester')()
  local one, two = torch.Tensor {1}, torch.Tensor {2}
  tester:eq(1, 1)
  tester:ne(1, 1)
  tester:eq({}, {1})
  tester:ne({}, {1})
  tester:assertTensorEq(one, two)
  tester:assertTensorNe(one, two)
  tester:assertTableNe({}, {})
  tester:assertError(error)
  local found = {}
  for i, value in ipairs(outcomes) do found[i] = tostring(value) end
  expect_equal(table.concat(found, ' '), 'true false false true false true false true')
end

-- eq and ne --------------------------------------------------------------------------------------

local nan, inf = 0 / 0, math.huge

-- Both names, both ways: exactly one of eq and ne holds.
local function equal(ne_text, a, b, ...)
  holds('eq', a, b, ...)
  holds('assertGeneralEq', a, b, ...)
  refused(ne_text, 'ne', a, b, ...)
  refused(ne_text, 'assertGeneralNe', a, b, ...)
end

local function different(eq_text, a, b, ...)
  holds('ne', a, b, ...)
  holds('assertGeneralNe', a, b, ...)
  refused(eq_text, 'eq', a, b, ...)
  refused(eq_text, 'assertGeneralEq', a, b, ...)
end

equal('NE failed: 1 == 1', 1, 1)
equal('NE failed: 1 == 1.5 with tolerance=0.5', 1, 1.5, 0.5)
equal('m\nNE failed: 1 == 1.5 with tolerance=0.5', 1, 1.5, 'm', 0.5)
different('EQ failed: 1 ~= 1.5 with tolerance=0.25', 1, 1.5, 0.25)
different('m\nEQ failed: 1 ~= 2', 1, 2, 'm')
different('EQ failed: values have different types (first: number, second: string)', 1, '1')
different('EQ failed: values have different types (first: nil, second: boolean)', nil, false)
equal('NE failed: nil (nil) == nil (nil)', nil, nil)
equal('NE failed: a (string) == a (string)', 'a', 'a')
different('EQ failed: true (boolean) ~= false (boolean)', true, false)

-- inf - inf is no number, but equal infinities are equal
different('EQ failed: nan ~= nan', nan, nan)
different('EQ failed: nan ~= inf with tolerance=inf', nan, inf, inf)
equal('NE failed: inf == inf', inf, inf)
equal('NE failed: -inf == -inf with tolerance=1', -inf, -inf, 1)
different('EQ failed: inf ~= -inf', inf, -inf)
different('EQ failed: inf ~= -inf with tolerance=1000', inf, -inf, 1000)
equal('The tables are equal', {inf, {x = -inf}}, {inf, {x = -inf}})
holds('assertalmosteq', inf, inf)
refused('ALMOST_EQ failed: inf ~= -inf with tolerance=1', 'assertalmosteq', inf, -inf, 1)
different('EQ failed: inf ~= 1 with tolerance=1000', inf, 1, 1000)
different('At table location 1: EQ failed: nan ~= nan', {nan}, {nan})

equal('The tables are equal', {}, {})
equal('The tables are equal', {1, {2, x = {3}}}, {1, {2, x = {3}}})
equal('The tables are equal', {1, {2}}, {1, {2.5}}, 0.5)
different('At table location 2.1: EQ failed: 2 ~= 2.5 with tolerance=0.25', {1, {2}}, {1, {2.5}}, 0.25)
different('Entry x missing in second table (is 1 in first)', {x = 1}, {})
different('Entry a.b missing in first table (is 2 in second)', {a = {}}, {a = {b = 2}})
different('At table location a: EQ failed: values have different types (first: table, second: number)',
  {a = {1}}, {a = 1})
-- the difference nearest to the top is told
different('Entry z missing in second table (is 1 in first)', {a = {b = {1}}, z = 1}, {a = {b = {2}}})
local round, round_too, other_round = {1}, {1}, {2}
round[2], round_too[2], other_round[2] = round, round_too, other_round
equal('The tables are equal', round, round_too)
different('At table location 1: EQ failed: 1 ~= 2', round, other_round)

holds('assertTableEq', {1}, {1})
refused('m\nAt table location 1: EQ failed: 1 ~= 2', 'assertTableEq', {1}, {2}, 'm')
holds('assertTableNe', {1}, {2})
refused('The tables are equal', 'assertTableNe', {1}, {1})
raises('torch%.Tester%.assertTableEq: Second argument should be a Table, not a number',
  outcome, 'assertTableEq', {}, 3)
raises('torch%.Tester%.assertTensorEq: First argument should be a Tensor, not a table',
  outcome, 'assertTensorEq', {}, {})

-- errors -----------------------------------------------------------------------------------------

local function good() end
local function bad() error('muahaha', 0) end
local object = {}
local function bad_object() error(object) end

holds('assertError', bad)
refused('m\nERROR violation: err=nil', 'assertError', good, 'm')
holds('assertNoError', good)
refused('m\nERROR violation: err=muahaha', 'assertNoError', bad, 'm')
holds('assertErrorMsg', bad, 'muahaha')
refused('ERROR violation: err=muahaha', 'assertErrorMsg', bad, 'haha')
refused('ERROR violation: err=nil', 'assertErrorMsg', good, 'haha')
holds('assertErrorPattern', bad, 'h.h')
refused('ERROR violation: err=muahaha', 'assertErrorPattern', bad, 'hehe')
refused('ERROR violation: err=' .. tostring(object), 'assertErrorPattern', bad_object, 'hehe')
holds('assertErrorObj', bad_object, function(err) return err == object end)
refused('ERROR violation: err=' .. tostring(object), 'assertErrorObj', bad_object,
  function() return false end)

-- messages and tolerances ------------------------------------------------------------------------

raises('torch%.Tester%.eq: tolerance cannot be negative or NaN, got %-1', outcome, 'eq', 1, 1, -1)
raises('torch%.Tester%.eq: two tolerances given: 1 and 2', outcome, 'eq', 1, 1, 1, 2)
raises("torch%.Tester%.eq: two messages given: 'a' and 'b'", outcome, 'eq', 1, 1, 'a', 'b')
raises('torch%.Tester%.ne: tolerance or message expected, got table', outcome, 'ne', 1, 1, {})
raises('torch%.Tester%.assert: message parameter must be a string, not a number',
  outcome, 'assert', true, 3)
raises('torch%.Tester%.assert: Unexpected arguments passed to test function',
  outcome, 'assert', true, 'message', 'more')

-- suites -----------------------------------------------------------------------------------------

local suite = torch.TestSuite()
suite.one = good
assert(suite.one == good and suite.two == nil)
raises(here .. ':%d+: torch%.TestSuite: Test one is already defined%.', function() suite.one = good end)
raises('Nested tables of tests are not supported', function() suite.two = {} end)
raises('torch%.TestSuite: two must be a function, not a string', function() suite.two = 'x' end)

-- runs and reports -------------------------------------------------------------------------------

local function without_traces(text)
  return (text:gsub('\t[^\n]*\n', ''))
end

local line_of_failure

local function mixed()
  local tester, tests = torch.Tester(), torch.TestSuite()
  function tests.testB()
    tester:eq({2, 1}, {2, 1.001}, 0.01, 'approximately equal')
  end
  function tests.testA()
    line_of_failure = debug.getinfo(1, 'l').currentline + 1
    tester:eq(1, 2, 'should be equal')
  end
  function tests.testC()
    tester:assertNoError(function() error('world', 0) end, 'no error, please')
  end
  function tests.testD()
    error('cannot go on', 0)
  end
  return tester:add(tests)
end

local dashes = ('-'):rep(80)
local written, err, _
written, err = captured(function() mixed():run() end)
expect(err, '^' .. here .. ':%d+: torch%.Tester: An error was found while running tests!$')
expect(written, 'stack traceback:\n\t' .. here .. ':' .. line_of_failure .. ': in function <')
expect_equal(without_traces(written), ([[
Running 4 tests
1/4 testB ............................................................... [PASS]
2/4 testA ............................................................... [FAIL]
3/4 testC ............................................................... [FAIL]
4/4 testD ............................................................... [ERROR]
Completed 3 asserts in 4 tests with 2 failures and 1 error
----
testA
should be equal
EQ failed: 1 ~= 2
stack traceback:

----
testC
no error, please
ERROR violation: err=world
stack traceback:

----
testD
 Function call failed
cannot go on
stack traceback:

----
]]):gsub('%-%-%-%-\n', dashes .. '\n'))

-- only the summary, on request
local quiet = mixed()
quiet:setSummaryOnly(true)
written = captured(quiet.run, quiet)
expect(written, 'Completed 3 asserts in 4 tests with 2 failures and 1 error\n$')
expect_equal(quiet.countasserts, 3)

-- nothing to run is no failure; neither is a second run
local empty = torch.Tester()
written = captured(function() assert(empty:run() == 0) end)
expect_equal(written, 'Running 0 tests\nCompleted 0 asserts in 0 tests with 0 failures and 0 errors\n')
local first = captured(quiet.run, quiet)
expect_equal(captured(quiet.run, quiet), first)

-- choosing tests by pattern
local function names_of_run(tester, names)
  local text, problem = captured(tester.run, tester, names)
  local list = {}
  for name in text:gmatch('%d/%d (%w+) ') do
    table.insert(list, name)
  end
  return table.concat(list, ' '), problem
end
expect_equal(names_of_run(mixed(), 'testB'), 'testB')
expect_equal(names_of_run(mixed(), {'[DC]$', 'C'}), 'testC testD')
expect_equal(names_of_run(mixed()), 'testB testA testC testD')
local problem
_, problem = names_of_run(mixed(), {'testA', 'testX'})
expect(problem, "torch%.Tester%.run: Couldn't find test 'testX'")
_, problem = names_of_run(mixed(), 7)
expect(problem, 'torch%.Tester%.run: name or list of names expected, got number')

-- stopping early
local hasty = mixed()
hasty:setEarlyAbort(true)
written = captured(hasty.run, hasty)
expect(written, '%[FAIL%]\nAborting on first error, not all tests have been executed\nCompleted 2 asserts')
assert(not written:find('testC', 1, true))

-- errors and failures out of the run
local rethrowing = torch.Tester():add(bad, 'bad')
rethrowing:setRethrowErrors(true)
_, err = captured(rethrowing.run, rethrowing)
expect_equal(err, 'muahaha')
rethrowing = torch.Tester()
rethrowing:setRethrowErrors(true)
rethrowing:add(function() rethrowing:eq(1, 2, 'differ') end)
_, err = captured(rethrowing.run, rethrowing)
expect(err, 'differ\nEQ failed: 1 ~= 2')

-- skipping
local ran = {}
local partly = torch.Tester()
for _, name in ipairs {'one', 'two', 'three'} do
  partly:add(function() table.insert(ran, name) end, name)
end
assert(partly:disable('one') == partly)
partly:disable {'three'}
written, err = captured(partly.run, partly)
assert(err == nil)
expect_equal(table.concat(ran, ' '), 'two')
expect(written, '1/3 one %.+ %[SKIP%]\n2/3 two %.+ %[PASS%]\n3/3 three %.+ %[SKIP%]\n')
expect(written, 'Completed 0 asserts in 3 tests with 0 failures and 0 errors and 2 disabled\n$')
raises("torch%.Tester%.disable: Unrecognized test 'four'", partly.disable, partly, 'four')
raises('torch%.Tester%.disable: name or list of names expected, got nil', partly.disable, partly)

-- warnings
local careless = torch.Tester()
careless:add {abuse = function()
  careless:assert('not a boolean')
  careless:assertne({}, {})
end}
written, err = captured(careless.run, careless)
assert(err == nil)
expect(written, '%[PASS%]\n' .. (' '):rep(70) .. '%[%+warning%]\n')
expect(written, 'and 0 errors and 2 warnings\n')
expect(written, 'Should use TestSuite rather than plain lua table')
expect(written, ':assert should only be used for boolean conditions, got a string')
expect(written, ':assertne should only be used to compare basic lua values, not a table')

-- adding
local adding = torch.Tester()
raises('torch%.Tester%.add: unknown: Only tables of functions and functions supported',
  adding.add, adding, 3)
raises('torch%.Tester%.add: 1: Nested sets of tests are not supported', adding.add, adding, {{good}})
raises('torch%.Tester%.add: a table of tests takes no name, got x', adding.add, adding, {}, 'x')
adding:add(good, 'x')
raises('torch%.Tester%.add: Test with name x already exists!', adding.add, adding, good, 'x')

-- what surrounds each test
local events = {}
local function note(event)
  return function(name) table.insert(events, event .. ' ' .. tostring(name)) end
end
local surrounded = torch.Tester()
surrounded:add(note('_setUp'), '_setUp'):add(note('_tearDown'), '_tearDown')
surrounded:add(note('test'), 'a'):add(bad, 'b'):add(good, 'c'):disable('c')
for _, name in ipairs {'_setUp', '_tearDown'} do
  raises('torch%.Tester%.add: Only one ' .. name:sub(2) .. ' function allowed',
    surrounded.add, surrounded, good, name)
end
surrounded.beforeEach, surrounded.afterEach = note('before'), note('after')
captured(surrounded.run, surrounded)
expect_equal(table.concat(events, ', '), 'before a, _setUp a, test nil, _tearDown a, after a, ' ..
  'before b, _setUp b, _tearDown b, after b')

-- an error in what surrounds a test is the test's
for _, place in ipairs {'_setUp', '_tearDown', 'beforeEach', 'afterEach'} do
  local tester = torch.Tester():add(good, 'x'):add(good, 'y')
  tester[place] = function(name) if name == 'x' then bad() end end
  written, err = captured(tester.run, tester)
  expect(err, 'An error was found')
  expect(written, '1/2 x %.+ %[ERROR%]\n2/2 y %.+ %[PASS%]\n')
end

-- the hook after each test sees the heap after a collection, whoever made the tester
local kept = setmetatable({}, {__mode = 'v'})
local seen
torch.Tester.afterEach = function() seen = kept[1] end
local leaky = torch.Tester():add(function() kept[1] = {} end, 'garbage')
captured(leaky.run, leaky)
assert(seen == nil)
local leak = {}
leaky = torch.Tester():add(function() kept[1] = leak end, 'leak')
torch.Tester.afterEach = function(name)
  leaky:assert(kept[1] == nil, name .. ' leaks')
end
written, err = captured(leaky.run, leaky)
torch.Tester.afterEach = nil
expect(err, 'An error was found')
expect(written, '1/1 leak %.+ %[FAIL%]\nCompleted 1 assert in 1 test with 1 failure')
expect(written, 'leak leaks\nBOOL violation')
assert(leak)
