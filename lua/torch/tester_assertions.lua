-- SPDX-License-Identifier: BSD-3-Clause
-- The assertions of torch.Tester. Each returns whether it held; when it did not, the message the
-- caller gave stands above the text that says what was found.

local torch = require 'torch.env'
local fail = require('torch.error').fail
local compare = require 'torch.tester_compare'

local Tester = torch.getmetatable('torch.Tester')

-- The optional message of an assertion without tolerance, ready to stand above another line.
local function message_from(where, message, ...)
  if select('#', ...) > 0 then
    fail('torch.Tester.' .. where, 'Unexpected arguments passed to test function')
  end
  if message == nil or message == '' then return '' end
  if type(message) ~= 'string' then
    fail('torch.Tester.' .. where, 'message parameter must be a string, not a ', torch.type(message))
  end
  return message .. '\n'
end

-- The optional tolerance and message of an assertion, which may come in either order.
local function tolerance_and_message(where, default, ...)
  local tolerance, message
  where = 'torch.Tester.' .. where
  for i = 1, select('#', ...) do
    local value = select(i, ...)
    if type(value) == 'number' then
      if tolerance then fail(where, 'two tolerances given: ', tolerance, ' and ', value) end
      if value < 0 or value ~= value then
        fail(where, 'tolerance cannot be negative or NaN, got ', value)
      end
      tolerance = value
    elseif type(value) == 'string' then
      if message then fail(where, "two messages given: '", message, "' and '", value, "'") end
      message = value
    elseif value ~= nil then
      fail(where, 'tolerance or message expected, got ', torch.type(value))
    end
  end
  return tolerance or default, message and message .. '\n' or ''
end

-- Every assertion ends in `_assert_sub`, which subclasses of Tester redefine. `text` tells the
-- difference between the values, nil where there is none.
local function assert_difference(self, text, message)
  return self:_assert_sub(text == nil, message .. (text or ''))
end

local function assert_sameness(self, text, message, ...)
  return self:_assert_sub(text ~= nil, text and '' or message .. compare.sameness(...))
end

-- assert(condition, [message]): the condition is true.
function Tester:assert(condition, ...)
  local message = message_from('assert', ...)
  if type(condition) ~= 'boolean' then
    self:_warning(':assert should only be used for boolean conditions, got a ' ..
      torch.type(condition) .. '; say what it should be, e.g. :assert(value ~= nil)')
  end
  return self:_assert_sub(condition,
    message .. 'BOOL violation condition=' .. compare.text_of(condition))
end

-- What the assertions below share: `opposite` ones hold where the values differ.
function Tester:_eqOrNeq(got, expected, opposite, ...)
  local tolerance, message = tolerance_and_message(opposite and 'ne' or 'eq', 0, ...)
  local difference = compare.difference(got, expected, tolerance)
  if not opposite then return assert_difference(self, difference, message) end
  return assert_sameness(self, difference, message, got, expected, tolerance)
end

-- assertGeneralEq(got, expected, [tolerance], [message]): numbers, tensors and storages are equal
-- within the tolerance (0 if not given), tables have equal contents, other values are the same.
-- `eq` is its short name.
function Tester:assertGeneralEq(got, expected, ...)
  return self:_eqOrNeq(got, expected, false, ...)
end
Tester.eq = Tester.assertGeneralEq

-- The opposite; `ne` is its short name.
function Tester:assertGeneralNe(got, unexpected, ...)
  return self:_eqOrNeq(got, unexpected, true, ...)
end
Tester.ne = Tester.assertGeneralNe

-- assertlt(a, b, [message]) and its kin compare with Lua's operators.
local comparisons = {
  assertlt = {function(a, b) return a < b end, 'LT failed: %s >= %s'},
  assertgt = {function(a, b) return a > b end, 'GT failed: %s <= %s'},
  assertle = {function(a, b) return a <= b end, 'LE failed: %s > %s'},
  assertge = {function(a, b) return a >= b end, 'GE failed: %s < %s'},
  asserteq = {function(a, b) return a == b end, 'EQ failed: %s ~= %s'},
}
for name, comparison in pairs(comparisons) do
  local holds, complaint = comparison[1], comparison[2]
  Tester[name] = function(self, a, b, ...)
    local message = message_from(name, ...)
    return self:_assert_sub(holds(a, b), message .. complaint:format(compare.text_of(a), compare.text_of(b)))
  end
end

-- assertne(a, b, [message]): a ~= b. Two objects differ even if their contents do not.
function Tester:assertne(a, b, ...)
  local message = message_from('assertne', ...)
  if type(a) == type(b) and (type(a) == 'table' or type(a) == 'userdata') then
    self:_warning(':assertne should only be used to compare basic lua values, not a ' ..
      torch.type(a) .. '; use :ne to compare contents, or :assert(a ~= b)')
  end
  return self:_assert_sub(a ~= b, message .. 'NE failed: ' .. compare.text_of(a) .. ' == ' ..
    compare.text_of(b))
end

-- assertalmosteq(a, b, [tolerance], [message]): |a - b| <= tolerance, 1e-16 if not given; equal
-- infinities pass.
function Tester:assertalmosteq(a, b, ...)
  local tolerance, message = tolerance_and_message('assertalmosteq', 1e-16, ...)
  return self:_assert_sub(compare.number_difference(a, b) <= tolerance,
    message .. ('ALMOST_EQ failed: %s ~= %s with tolerance=%s'):format(a, b, tolerance))
end

-- Two values of a kind: `is` tells it, `kind` is its name.
local function check_both(where, is, kind, a, b)
  local wrong = not is(a) and 'First' or not is(b) and 'Second'
  if wrong then
    fail('torch.Tester.' .. where, wrong, ' argument should be a ', kind, ', not a ',
      torch.type(wrong == 'First' and a or b))
  end
end

function Tester:_assertTensorEqOrNeq(a, b, opposite, ...)
  local where = opposite and 'assertTensorNe' or 'assertTensorEq'
  check_both(where, torch.isTensor, 'Tensor', a, b)
  local tolerance, message = tolerance_and_message(where, 1e-16, ...)
  local text = compare.tensor_difference(a, b, tolerance, self._assertTensorEqIgnoresDims)
  if opposite then return assert_sameness(self, text, message, a, b, tolerance) end
  if not text and not a:isSameSizeAs(b) then
    self:_warning('Tensors have the same content but different dimensions. assertTensorEq, as ' ..
      'in Torch7, takes them for equal; :eq does not.')
  end
  return assert_difference(self, text, message)
end

-- assertTensorEq(a, b, [tolerance], [message]): the same type and size, and max |a - b| is at
-- most the tolerance, 1e-16 if not given.
function Tester:assertTensorEq(a, b, ...)
  return self:_assertTensorEqOrNeq(a, b, false, ...)
end

-- The opposite: tensors of different types or sizes pass.
function Tester:assertTensorNe(a, b, ...)
  return self:_assertTensorEqOrNeq(a, b, true, ...)
end

local function is_table(value)
  return type(value) == 'table'
end

function Tester:_assertTableEqOrNeq(a, b, opposite, ...)
  check_both(opposite and 'assertTableNe' or 'assertTableEq', is_table, 'Table', a, b)
  return self:_eqOrNeq(a, b, opposite, ...)
end

-- assertTableEq(a, b, [tolerance], [message]) and its opposite: `eq` and `ne` for tables only.
function Tester:assertTableEq(a, b, ...)
  return self:_assertTableEqOrNeq(a, b, false, ...)
end

function Tester:assertTableNe(a, b, ...)
  return self:_assertTableEqOrNeq(a, b, true, ...)
end

-- assertErrorObj(f, matches, [message]): f() raises an error for which matches(error) is true.
function Tester:assertErrorObj(f, matches, ...)
  local message = message_from('assertErrorObj', ...)
  local ok, err = pcall(f)
  return self:_assert_sub(not ok and matches(err),
    message .. 'ERROR violation: err=' .. tostring(err))
end

-- assertError(f, [message]): f() raises an error.
function Tester:assertError(f, ...)
  return self:assertErrorObj(f, function() return true end, ...)
end

-- assertNoError(f, [message]): f() raises none.
function Tester:assertNoError(f, ...)
  local message = message_from('assertNoError', ...)
  local ok, err = pcall(f)
  return self:_assert_sub(ok, message .. 'ERROR violation: err=' .. tostring(err))
end

-- assertErrorMsg(f, text, [message]): the error is exactly that text, position included.
function Tester:assertErrorMsg(f, text, ...)
  return self:assertErrorObj(f, function(err) return err == text end, ...)
end

-- assertErrorPattern(f, pattern, [message]): a part of the error matches the Lua pattern.
function Tester:assertErrorPattern(f, pattern, ...)
  return self:assertErrorObj(f, function(err)
    return tostring(err):find(pattern) ~= nil
  end, ...)
end

return Tester
