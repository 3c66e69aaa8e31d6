-- SPDX-License-Identifier: BSD-3-Clause
-- torch.Tester on tensors and storages: what counts as equal, tolerances, tables that hold tensors,
-- and the texts of failures. Plain values are in tester_test.lua.

local torch = require 'torch'

local tester = torch.Tester()
local suite = torch.TestSuite()

-- The outcome of one assertion by a tester of its own: true or the text of the failure, and the
-- number of warnings.
local function outcome(name, ...)
  local other = torch.Tester()
  other._failure = function(_, message) return message end
  local result = other[name](other, ...)
  return result, #other.warnings
end

local equals = {'eq', 'assertGeneralEq'}
local opposites = {'ne', 'assertGeneralNe'}

-- All forms of an assertion and of its opposite; the failure's text in one of them.
local function equal(text, a, b, ...)
  for _, name in ipairs(equals) do tester:eq((outcome(name, a, b, ...)), true, name) end
  for _, name in ipairs(opposites) do tester:eq((outcome(name, a, b, ...)), text, name) end
end

local function different(text, a, b, ...)
  for _, name in ipairs(opposites) do tester:eq((outcome(name, a, b, ...)), true, name) end
  for _, name in ipairs(equals) do tester:eq((outcome(name, a, b, ...)), text, name) end
end

local real = {'Float', 'Double'}
local types = require('support.checks').types

function suite.contents()
  for _, name in ipairs(types) do
    local Tensor = torch[name .. 'Tensor']
    local a, b = Tensor {{1, 2}, {3, 4}}, Tensor {{1, 2}, {3, 6}}
    equal('TensorNE(==) violation: max diff=0, tolerance=0', a, a:clone())
    equal('TensorNE(==) violation: max diff=2, tolerance=2', a, b, 2)
    different('TensorEQ(==) violation: max diff=2, tolerance=0', a, b)
    different('why\nTensorEQ(==) violation: max diff=2, tolerance=1', a, b, 1, 'why')
    different('why\nTensorEQ(==) violation: max diff=2, tolerance=1', a, b, 'why', 1)
  end
end

-- Unsigned and narrow types must not wrap around while they are compared.
function suite.differences_beyond_the_range_of_the_type()
  different('TensorEQ(==) violation: max diff=1, tolerance=0', torch.ByteTensor {0}, torch.ByteTensor {1})
  different('TensorEQ(==) violation: max diff=255, tolerance=100', torch.ByteTensor {255},
    torch.ByteTensor {0}, 100)
  different('TensorEQ(==) violation: max diff=255, tolerance=100', torch.CharTensor {-128},
    torch.CharTensor {127}, 100)
  different('TensorEQ(==) violation: max diff=65535, tolerance=0', torch.ShortTensor {-32768},
    torch.ShortTensor {32767})
  different('TensorEQ(==) violation: max diff=4294967295, tolerance=100', torch.IntTensor {-2 ^ 31},
    torch.IntTensor {2 ^ 31 - 1}, 100)
  different('TensorEQ(==) violation: max diff=1, tolerance=0', torch.LongTensor {2 ^ 52},
    torch.LongTensor {2 ^ 52 + 1})
end

function suite.types_and_sizes()
  different('The tensors have different types: torch.FloatTensor and torch.DoubleTensor',
    torch.FloatTensor {1}, torch.DoubleTensor {1})
  different('The tensors have different sizes: 2x3 and 3x2', torch.zeros(2, 3), torch.zeros(3, 2))
  different('The tensors have different dimensions: 1x2 and 2', torch.zeros(1, 2), torch.zeros(2))
  different('The tensors have different dimensions: empty and 1', torch.Tensor(), torch.zeros(1))
  equal('TensorNE(==) violation: max diff=0, tolerance=0', torch.Tensor(), torch.Tensor())
end

function suite.views_of_every_layout()
  local a = torch.range(1, 12):resize(3, 4)
  equal('TensorNE(==) violation: max diff=0, tolerance=0', a:t(), a:t():clone())
  equal('TensorNE(==) violation: max diff=0, tolerance=0', a:narrow(2, 2, 2), a:narrow(2, 2, 2):clone())
  equal('TensorNE(==) violation: max diff=0, tolerance=0', torch.ones(1, 3):expand(2, 3), torch.ones(2, 3))
  different('TensorEQ(==) violation: max diff=6, tolerance=0', a:select(1, 1):narrow(1, 1, 3), a:select(2, 1))
end

function suite.comparing_changes_nothing()
  local a, b = torch.DoubleTensor {1, -5}, torch.DoubleTensor {2, 3}
  outcome('eq', a, b)
  outcome('assertTensorEq', a, b)
  tester:eq({a:totable(), b:totable()}, {{1, -5}, {2, 3}})
end

function suite.tolerances_in_real_types()
  for _, name in ipairs(real) do
    local Tensor = torch[name .. 'Tensor']
    tester:eq((outcome('eq', Tensor {1}, Tensor {1.25}, 0.25)), true)
    tester:eq((outcome('eq', Tensor {1}, Tensor {1.25}, 0.2499)), 'TensorEQ(==) violation: ' ..
      'max diff=0.25, tolerance=0.2499')
    tester:eq((outcome('assertTensorEq', Tensor {1}, Tensor {1.25}, 0.25)), true)
    tester:eq((outcome('assertTensorNe', Tensor {1}, Tensor {1.25}, 0.25)), 'TensorNE(==) violation: ' ..
      'max diff=0.25, tolerance=0.25')
    tester:eq((outcome('assertTensorNe', Tensor {1}, Tensor {1.25})), true)
  end
  -- the default of assertTensorEq lets no difference through that a double near 1 can have
  tester:eq((outcome('assertTensorEq', torch.DoubleTensor {1}, torch.DoubleTensor {1 + 2 ^ -52})),
    'TensorEQ(==) violation: max diff=2.2204460492503e-16, tolerance=1e-16')
end

-- As in Torch7 a NaN equals nothing.
function suite.nan_and_infinities()
  local inf, nan = math.huge, 0 / 0
  local forms = {{'eq', 'ne'}, {'assertTensorEq', 'assertTensorNe'}}
  for _, name in ipairs {'Half', 'BFloat16', 'Float', 'Double'} do
    local Tensor = torch[name .. 'Tensor']
    local function check(same, x, y, ...)
      for _, form in ipairs(forms) do
        local eq, ne = outcome(form[1], x, y, ...), outcome(form[2], x, y, ...)
        tester:assert((eq == true) == same and (ne == true) ~= same, name .. ' ' .. form[1])
      end
    end
    check(true, Tensor {inf, 1, -inf}, Tensor {inf, 1, -inf})
    check(true, Tensor {inf, 1}, Tensor {inf, 1.25}, 0.25)
    check(false, Tensor {inf, 1}, Tensor {inf, 1.5}, 0.25)
    check(false, Tensor {inf}, Tensor {-inf}, 10)
    check(false, Tensor {inf}, Tensor {1}, 10)
    check(false, Tensor {1, nan}, Tensor {1, nan}, 10)
    check(false, Tensor {inf, nan}, Tensor {inf, nan}, 10)
    local storage = torch[name .. 'Storage'] {inf, -inf}
    tester:assert(outcome('eq', storage, storage.new {inf, -inf}) == true, name .. 'Storage')
    tester:assert(outcome('eq', storage, storage.new {inf, inf}) ~= true, name .. 'Storage')
  end
end

function suite.assertTensorEq_takes_other_dimensions_with_a_warning()
  local result, warnings = outcome('assertTensorEq', torch.ones(1, 2), torch.ones(2))
  tester:eq({result, warnings}, {true, 1})
  tester:eq((outcome('assertTensorNe', torch.ones(1, 2), torch.ones(2))),
    'TensorNE(==) violation: max diff=0, tolerance=1e-16')
  tester:eq((outcome('assertTensorEq', torch.ones(1, 2), torch.ones(3))),
    'The tensors have different sizes: 2 and 3 elements')
  local strict = torch.Tester()
  strict._assertTensorEqIgnoresDims = false
  strict._failure = function(_, message) return message end
  tester:eq(strict:assertTensorEq(torch.ones(1, 2), torch.ones(2)),
    'The tensors have different dimensions: 1x2 and 2')
  tester:assertErrorPattern(function() tester:assertTensorEq(torch.ones(1), 1) end,
    'torch%.Tester%.assertTensorEq: Second argument should be a Tensor, not a number')
  tester:assertErrorPattern(function() tester:assertTensorNe({}, torch.ones(1)) end,
    'torch%.Tester%.assertTensorNe: First argument should be a Tensor, not a table')
end

function suite.storages()
  for _, name in ipairs(types) do
    local Storage = torch[name .. 'Storage']
    equal('The storages are equal', Storage {1, 2}, Storage {1, 2})
    equal('The storages are equal', Storage {1, 2}, Storage {1, 4}, 2)
    different('StorageEQ(==) violation: max diff=2, tolerance=0', Storage {1, 2}, Storage {1, 4})
    different('The storages have different sizes: 2 and 1', Storage {1, 2}, Storage {1})
  end
  equal('The storages are equal', torch.IntStorage(), torch.IntStorage())
  different('The storages have different types: torch.IntStorage and torch.LongStorage',
    torch.IntStorage {1}, torch.LongStorage {1})
  different('EQ failed: values have different types (first: userdata, second: table)',
    torch.IntStorage {1}, {1})
end

function suite.tables_that_hold_tensors()
  local function object(x)
    return {2, torch.Tensor {1, 2, x}, {deep = {torch.IntTensor {3}, s = torch.CharStorage {1}}}}
  end
  equal('The tables are equal', object(2), object(2))
  equal('The tables are equal', object(2), object(2.001), 0.01)
  different('m\nAt table location 2: TensorEQ(==) violation: max diff=1, tolerance=0.01', object(2),
    object(3), 0.01, 'm')
  local other = object(2)
  other[3].deep[1][1] = 5
  different('At table location 3.deep.1: TensorEQ(==) violation: max diff=2, tolerance=0', object(2), other)
  other[3].deep[1] = nil
  local text = outcome('eq', object(2), other)
  tester:assert(text:find('^Entry 3%.deep%.1 missing in second table %(is ') ~= nil, text)
  tester:eq((outcome('assertTableEq', object(2), object(2))), true)
  tester:eq((outcome('assertTableNe', object(2), object(4))), true)
  local shared = torch.ones(2)
  equal('The tables are equal', {shared, shared}, {shared, torch.ones(2)})
end

function suite.classes_are_compared_by_their_fields()
  local Pair = torch.class('test_tester.Pair', {})
  function Pair:__init(a, b) self.a, self.b = a, b end
  local function pair(...)
    local made = torch.factory('test_tester.Pair')()
    made:__init(...)
    return made
  end
  equal('The tables are equal', pair(1, torch.ones(2)), pair(1, torch.ones(2)))
  different('At table location b: TensorEQ(==) violation: max diff=1, tolerance=0', pair(1, torch.ones(2)),
    pair(1, torch.zeros(2)))
end

tester:add(suite):run()
