-- SPDX-License-Identifier: BSD-3-Clause
-- How often which class was predicted for which: rows are targets, columns predictions.
local fail = require('torch.error').fail

local ConfusionMatrix = torch.class('optim.ConfusionMatrix')

--- optim.ConfusionMatrix(nclasses [, names]) or optim.ConfusionMatrix(names): an empty matrix.
-- Fields: mat (counts, LongTensor nclasses x nclasses), nclasses, classes (their names); after
-- updateValids also valids, unionvalids (FloatTensors of nclasses), averageValid, averageUnionValid
-- and totalValid (numbers from 0 to 1).
function ConfusionMatrix:__init(nclasses, classes)
  if type(nclasses) == 'table' then nclasses, classes = #nclasses, nclasses end
  if type(nclasses) ~= 'number' or nclasses < 1 or nclasses % 1 ~= 0 then
    fail('optim.ConfusionMatrix', 'the number of classes must be a whole number above 0, got ', nclasses)
  end
  self.mat = torch.LongTensor(nclasses, nclasses):zero()
  self.valids = torch.FloatTensor(nclasses):zero()
  self.unionvalids = torch.FloatTensor(nclasses):zero()
  self.nclasses = nclasses
  self.totalValid = 0
  self.averageValid = 0
  self.averageUnionValid = 0
  self.classes = classes or {}
  -- buffers
  self._prediction = torch.FloatTensor()
  self._target = torch.FloatTensor()
  self._max = torch.FloatTensor()
  self._pred_idx = torch.LongTensor()
  self._targ_idx = torch.LongTensor()
end

-- A target below 1 means "missing": such a sample does not count. Everything else must be a class.
local function is_counted(self, where, prediction, target)
  if target <= 0 then return false end
  local n = self.nclasses
  if not (prediction >= 1 and prediction <= n and target <= n) then
    fail(where, 'prediction ', prediction, ' and target ', target, ' are not both among the ', n, ' classes')
  end
  return true
end

-- `counts` is the matrix as one row.
local function count(self, counts, prediction, target)
  local at = (math.floor(target) - 1) * self.nclasses + math.floor(prediction)
  counts[at] = counts[at] + 1
end

-- A number as it is; of a vector of scores the position of the largest.
local function class_index(self, what, value, buffer, index)
  if type(value) == 'number' then return value end
  if not torch.isTensor(value) then
    fail('optim.ConfusionMatrix.add', what, ' must be a number or a tensor, got ', torch.type(value))
  end
  if value:dim() ~= 1 then
    fail('optim.ConfusionMatrix.add', what, ' must have 1 dimension, got ', value:dim())
  end
  buffer:resize(value:size()):copy(value)
  self._max:max(index, buffer, 1)
  return index[1]
end

--- confusion:add(prediction, target): counts one sample. Each is the number of a class, or a vector
-- of scores (for a target: one-hot, say) of which the largest counts. A target of 0 or less does
-- not count; any other value that is no class is an error.
function ConfusionMatrix:add(prediction, target)
  prediction = class_index(self, 'the prediction', prediction, self._prediction, self._pred_idx)
  target = class_index(self, 'the target', target, self._target, self._targ_idx)
  if is_counted(self, 'optim.ConfusionMatrix.add', prediction, target) then
    count(self, self.mat:view(-1), prediction, target)
  end
end

-- The classes of a batch as a vector of numbers: n or n x 1 numbers, or n rows of scores.
local function class_indices(self, what, values, buffer, index)
  local where = 'optim.ConfusionMatrix.batchAdd'
  if not torch.isTensor(values) then
    fail(where, what, ' must be a tensor, got ', torch.type(values))
  end
  local dims = values:dim()
  if dims ~= 1 and dims ~= 2 then fail(where, what, ' must have 1 or 2 dimensions, got ', dims) end
  buffer:resize(values:size()):copy(values)
  if dims == 1 then return buffer end
  if values:size(2) == 1 then return buffer:select(2, 1) end
  self._max:max(index, buffer, 2)
  return index:select(2, 1)
end

--- confusion:batchAdd(predictions, targets): counts a batch of n samples. Each is a tensor of n or
-- n x 1 class numbers, or n x nclasses scores (one-hot rows) of which the largest counts. Targets
-- of 0 or less do not count. On an error nothing of the batch is counted.
function ConfusionMatrix:batchAdd(predictions, targets)
  local preds = class_indices(self, 'predictions', predictions, self._prediction, self._pred_idx)
  local targs = class_indices(self, 'targets', targets, self._target, self._targ_idx)
  local n = preds:size(1)
  if targs:size(1) ~= n then
    fail('optim.ConfusionMatrix.batchAdd', n, ' predictions and ', targs:size(1), ' targets do not match')
  end
  local counted = {}
  for i = 1, n do
    counted[i] = is_counted(self, 'optim.ConfusionMatrix.batchAdd', preds[i], targs[i])
  end
  local counts = self.mat:view(-1)
  for i = 1, n do
    if counted[i] then count(self, counts, preds[i], targs[i]) end
  end
end

--- confusion:zero(): back to the state of a new one.
function ConfusionMatrix:zero()
  self.mat:zero()
  self.valids:zero()
  self.unionvalids:zero()
  self.totalValid = 0
  self.averageValid = 0
  self.averageUnionValid = 0
end

-- The mean of `values` over the classes that have samples, those whose share of right ones is a
-- number; NaN when there are none.
local function mean(values, valids)
  local sum, n = 0, 0
  for i = 1, values:size(1) do
    if valids[i] == valids[i] then sum, n = sum + values[i], n + 1 end
  end
  return sum / n
end

--- confusion:updateValids(): computes from the counts, for each class, `valids` (the share of its
-- samples that were predicted right: NaN for a class without samples) and `unionvalids` (right ones
-- over all that are of the class or predicted as it), the means of both over the classes that have
-- samples, and `totalValid`, the share of all samples that were predicted right.
function ConfusionMatrix:updateValids()
  local mat, correct, total = self.mat, 0, 0
  for t = 1, self.nclasses do
    local right = mat[t][t]
    local of_class, as_class = mat:select(1, t):sum(), mat:select(2, t):sum()
    self.valids[t] = right / of_class
    self.unionvalids[t] = right / (of_class + as_class - right)
    correct, total = correct + right, total + of_class
  end
  self.totalValid = correct / total
  self.averageValid = mean(self.valids, self.valids)
  self.averageUnionValid = mean(self.unionvalids, self.valids)
end

--- confusion:farFrr(): false acceptance and rejection rates. Returns four vectors: rejection and
-- acceptance rate of each class (-1 for one without samples), then the same of only those classes
-- that have samples. The rejection rate of class i is the share of its samples that were not
-- predicted as i, its acceptance rate the mean over the other classes of the share predicted as i.
function ConfusionMatrix:farFrr()
  local n = self.nclasses
  local class_frrs, class_fars = torch.Tensor(n):fill(-1), torch.Tensor(n):fill(-1)
  local present, samples = {}, {}
  for i = 1, n do
    samples[i] = self.mat:select(1, i):sum()
    if samples[i] ~= 0 then present[#present + 1] = i end
  end
  local frrs, fars = torch.Tensor(#present), torch.Tensor(#present)
  for at, i in ipairs(present) do
    local accepted = 0
    for _, j in ipairs(present) do
      if j ~= i then accepted = accepted + self.mat[j][i] / samples[j] end
    end
    frrs[at] = 1 - self.mat[i][i] / samples[i]
    fars[at] = accepted / (#present - 1)
    class_frrs[i], class_fars[i] = frrs[at], fars[at]
  end
  return class_frrs, class_fars, frrs, fars
end

--- tostring(confusion): the counts with each class's share of right ones, and the three means.
function ConfusionMatrix:__tostring__()
  self:updateValids()
  local n = self.nclasses
  local width = math.max(8, 1 + math.ceil(math.log10(math.max(1, self.mat:max()))))
  local rows = {}
  for t = 1, n do
    local cells = {}
    for p = 1, n do cells[p] = ('%' .. width .. 'd'):format(self.mat[t][p]) end
    rows[t] = ('%s%s%s  %2.3f%% '):format(
      t == 1 and '[[' or ' [', table.concat(cells), t == n and ']]' or '] ', self.valids[t] * 100)
    if self.classes[1] then
      rows[t] = rows[t] .. '\t[class: ' .. tostring(self.classes[t] or '') .. ']'
    end
  end
  return 'ConfusionMatrix:\n' .. table.concat(rows, '\n')
    .. '\n + average row correct: ' .. self.averageValid * 100
    .. '% \n + average rowUcol correct (VOC measure): ' .. self.averageUnionValid * 100
    .. '% \n + global correct: ' .. self.totalValid * 100 .. '%'
end

--- confusion:render([sortmode [, display [, block [, legendwidth]]]]): a picture, see optim.render.
function ConfusionMatrix:render(...) return require('optim.render')(self, ...) end

return ConfusionMatrix
