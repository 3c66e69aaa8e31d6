-- SPDX-License-Identifier: BSD-3-Clause
-- optim.ConfusionMatrix: counting in all forms, the rates, the text, errors.

local torch = require 'torch'
local optim = require 'optim'
local elements = require('support.checks').elements

local tester = torch.Tester()
local suite = torch.TestSuite()

local function counts(confusion)
  local rows = {}
  for t = 1, confusion.nclasses do
    rows[t] = {}
    for p = 1, confusion.nclasses do rows[t][p] = confusion.mat[t][p] end
  end
  return rows
end

-- 3 classes: 4 samples of the first (3 right), 2 of the second (1 right), none of the third.
local function example()
  local confusion = optim.ConfusionMatrix { 'cat', 'dog', 'bird' }
  confusion:batchAdd(torch.DoubleTensor { 1, 1, 1, 2, 2, 3 }, torch.DoubleTensor { 1, 1, 1, 1, 2, 2 })
  return confusion
end

function suite.made_from_a_number_or_names()
  local confusion = optim.ConfusionMatrix(3)
  tester:eq(confusion.nclasses, 3)
  tester:eq(counts(confusion), { { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } })
  tester:eq(torch.typename(confusion.mat), 'torch.LongTensor')
  confusion = optim.ConfusionMatrix({ 'a', 'b' })
  tester:eq({ confusion.nclasses, confusion.classes }, { 2, { 'a', 'b' } })
  confusion = optim.ConfusionMatrix(2, { 'a', 'b' })
  tester:eq(confusion.classes[2], 'b')
end

function suite.add_numbers_and_vectors()
  local confusion = optim.ConfusionMatrix(3)
  confusion:add(2, 1)
  confusion:add(torch.FloatTensor { 0.1, 0.2, 0.9 }, 3)
  confusion:add(torch.DoubleTensor { 5, 1, 1 }, torch.DoubleTensor { 0, 1, 0 })
  confusion:add(torch.DoubleTensor { 1, 7, 7 }, 2)
  tester:eq(counts(confusion), { { 0, 1, 0 }, { 1, 1, 0 }, { 0, 0, 1 } }, 'the first of equal scores counts')
  confusion:add(1, 0)
  confusion:add(1, -1)
  confusion:add(99, 0)
  tester:eq(confusion.mat:sum(), 4, 'missing targets do not count')
end

function suite.batches_in_all_forms()
  local expected = { { 1, 1, 0 }, { 0, 1, 0 }, { 1, 0, 0 } }
  local predictions = {
    torch.LongTensor { 1, 2, 2, 1, 3 },
    torch.DoubleTensor { { 1 }, { 2 }, { 2 }, { 1 }, { 3 } },
    torch.FloatTensor { { 9, 1, 1 }, { 1, 9, 1 }, { 1, 9, 1 }, { 9, 1, 1 }, { 1, 1, 9 } },
  }
  local targets = {
    torch.LongTensor { 1, 1, 2, 3, 0 },
    torch.DoubleTensor { { 1 }, { 1 }, { 2 }, { 3 }, { -1 } },
    torch.ByteTensor { 1, 1, 2, 3, 0 },
  }
  for _, prediction in ipairs(predictions) do
    for _, target in ipairs(targets) do
      local confusion = optim.ConfusionMatrix(3)
      confusion:batchAdd(prediction, target)
      tester:eq(counts(confusion), expected)
    end
  end
  local confusion = optim.ConfusionMatrix(3)
  confusion:batchAdd(predictions[3],
    torch.ByteTensor { { 1, 0, 0 }, { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 }, { 1, 0, 0 } })
  tester:eq(counts(confusion), { { 1, 1, 1 }, { 0, 1, 0 }, { 1, 0, 0 } }, 'one-hot targets')
end

function suite.rates()
  local confusion = example()
  confusion:updateValids()
  tester:eq(elements(confusion.valids:narrow(1, 1, 2)), { 0.75, 0.5 })
  tester:assert(confusion.valids[3] ~= confusion.valids[3], 'no samples, no share')
  tester:eq(elements(confusion.unionvalids), { 0.75, 1 / 3, 0 }, 1e-7)
  tester:eq(confusion.averageValid, 0.625)
  tester:eq(confusion.averageUnionValid, (0.75 + 1 / 3) / 2, 1e-7)
  tester:eq(confusion.totalValid, 4 / 6)
end

function suite.empty()
  local confusion = optim.ConfusionMatrix(2)
  confusion:updateValids()
  tester:assert(confusion.totalValid ~= confusion.totalValid)
  tester:assert(confusion.averageValid ~= confusion.averageValid)
  tester:assert(tostring(confusion):find('global correct: nan%%') ~= nil)
end

function suite.zero()
  local confusion = example()
  confusion:updateValids()
  confusion:zero()
  tester:eq(confusion.mat:sum(), 0)
  tester:eq({ confusion.totalValid, confusion.averageValid }, { 0, 0 })
  tester:eq(elements(confusion.valids), { 0, 0, 0 })
end

function suite.text()
  tester:eq(tostring(example()), table.concat({
    'ConfusionMatrix:',
    '[[       3       1       0]   75.000% \t[class: cat]',
    ' [       0       1       1]   50.000% \t[class: dog]',
    ' [       0       0       0]]  nan% \t[class: bird]',
    ' + average row correct: 62.5% ',
    ' + average rowUcol correct (VOC measure): 54.166667163372% ',
    ' + global correct: 66.666666666667%',
  }, '\n'))
  local confusion = optim.ConfusionMatrix(1)
  confusion.mat:fill(123456789)
  tester:assert(tostring(confusion):find('[[ 123456789]]  100.000% \n', 1, true) ~= nil,
    'wide counts keep a space between them, no names no [class: ]')
end

function suite.false_acceptance_and_rejection()
  local class_frrs, class_fars, frrs, fars = example():farFrr()
  tester:eq(elements(class_frrs), { 0.25, 0.5, -1 })
  tester:eq(elements(class_fars), { 0, 0.25, -1 })
  tester:eq(elements(frrs), { 0.25, 0.5 })
  tester:eq(elements(fars), { 0, 0.25 })
end

function suite.render()
  local confusion = example()
  local picture = confusion:render('score', false, 4, 10)
  tester:eq({ picture:size(1), picture:size(2), picture:size(3) }, { 3, 12, 22 })
  tester:eq(picture[1][1][1], 0.75)
  tester:eq(picture[2][1][5], 0.25)
  tester:eq(picture[3][5][5], 0.5)
  tester:eq(picture[1][4][1], 0.1, 'the grid')
  tester:eq(picture[1][1][4], 0.1)
  -- The legend: class 1 has most samples, class 2 half of that, class 3 none.
  tester:eq(picture[1][1][22], 0.2 + 0.8 * 0.75, 1e-12)
  tester:eq(picture[1][5][17], 0.2 + 0.8 * 0.5, 1e-12)
  tester:eq(picture[1][5][18], 0)
  tester:eq(picture[1][9][13], 0)
  confusion:zero()
  confusion:batchAdd(torch.LongTensor { 1, 2, 3, 3 }, torch.LongTensor { 1, 2, 3, 3 })
  picture = confusion:render('occurrence', false, 2, 0)
  tester:eq({ picture:size(1), picture:size(2), picture:size(3) }, { 3, 6, 6 })
  tester:eq(picture[1][1][1], 1)
  tester:assertErrorPattern(function() confusion:render('name') end,
    "optim%.ConfusionMatrix%.render: sortmode must be 'score' or 'occurrence', got name")
end

function suite.survives_saving()
  local confusion = example()
  local back = torch.deserialize(torch.serialize(confusion))
  tester:eq(tostring(back), tostring(confusion))
  back:add(1, 1)
  tester:eq(back.mat[1][1], 4)
end

function suite.values_that_are_no_class()
  local confusion = optim.ConfusionMatrix(3)
  local function refuses(pattern, body)
    tester:assertErrorPattern(body, pattern)
    tester:eq(confusion.mat:sum(), 0, 'nothing was counted')
  end
  refuses('optim%.ConfusionMatrix%.add: prediction 1 and target 4 are not both among the 3 classes',
    function() confusion:add(1, 4) end)
  refuses('optim%.ConfusionMatrix%.add: prediction 0 and target 2 are not',
    function() confusion:add(0, 2) end)
  refuses('optim%.ConfusionMatrix%.add: prediction nan and target 2 are not',
    function() confusion:add(0 / 0, 2) end)
  refuses('optim%.ConfusionMatrix%.add: prediction 4 and target 1 are not',
    function() confusion:add(torch.DoubleTensor { 0, 0, 0, 1 }, 1) end)
  refuses('optim%.ConfusionMatrix%.add: the target must be a number or a tensor, got nil',
    function() confusion:add(1) end)
  refuses('optim%.ConfusionMatrix%.add: the prediction must have 1 dimension, got 2',
    function() confusion:add(torch.DoubleTensor(2, 3):fill(1), 1) end)
  refuses('optim%.ConfusionMatrix%.batchAdd: prediction 2 and target 11 are not both among the 3 classes',
    function() confusion:batchAdd(torch.LongTensor { 1, 2 }, torch.LongTensor { 1, 11 }) end)
  refuses('optim%.ConfusionMatrix%.batchAdd: 2 predictions and 3 targets do not match',
    function() confusion:batchAdd(torch.LongTensor { 1, 2 }, torch.LongTensor { 1, 1, 1 }) end)
  refuses('optim%.ConfusionMatrix%.batchAdd: predictions must have 1 or 2 dimensions, got 3',
    function() confusion:batchAdd(torch.DoubleTensor(1, 2, 3):fill(1), torch.LongTensor { 1 }) end)
  refuses('optim%.ConfusionMatrix%.batchAdd: targets must be a tensor, got number',
    function() confusion:batchAdd(torch.LongTensor { 1 }, 1) end)
  tester:assertErrorPattern(function() optim.ConfusionMatrix() end,
    'optim%.ConfusionMatrix: the number of classes must be a whole number above 0, got nil')
  tester:assertErrorPattern(function() optim.ConfusionMatrix({}) end, 'above 0, got 0')
end

tester:add(suite):run()
