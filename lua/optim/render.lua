-- SPDX-License-Identifier: BSD-3-Clause
-- The picture of a confusion matrix.
local fail = require('torch.error').fail

local kGrid = 0.1  -- grey of the lines between cells

-- The classes from the highest value to the lowest; equal ones keep their order.
local function descending(values)
  local order = {}
  for i = 1, #values do order[i] = i end
  table.sort(order, function(a, b)
    if values[a] ~= values[b] then return values[a] > values[b] end
    return a < b
  end)
  return order
end

--- confusion:render([sortmode = 'score' [, display = false [, block = 25 [, legendwidth = 200]]]]):
-- a 3 x H x W DoubleTensor with values from 0 to 1. Each cell is a square of `block` pixels, as
-- bright as the share of the row's class that was predicted as the column's class. The classes are
-- sorted by 'score' (that share on the diagonal) or 'occurrence' (number of samples). To the right
-- stands, in `legendwidth` pixels, a bar for each class: as long as the class is frequent (the most
-- frequent fills the width), as bright as its score. `display` shows it with the package image.
return function(confusion, sortmode, display, block, legendwidth)
  sortmode, block, legendwidth = sortmode or 'score', block or 25, legendwidth or 200
  local n, mat = confusion.nclasses, confusion.mat
  local samples, scores, most = {}, {}, 1
  for i = 1, n do
    samples[i] = mat:select(1, i):sum()
    scores[i] = mat[i][i] / math.max(samples[i], 1)
    most = math.max(most, samples[i])
  end
  local by = { score = scores, occurrence = samples }
  if not by[sortmode] then
    fail('optim.ConfusionMatrix.render', "sortmode must be 'score' or 'occurrence', got ", sortmode)
  end
  local order = descending(by[sortmode])

  local picture = torch.DoubleTensor(3, n * block, n * block + legendwidth):zero()
  for i, target in ipairs(order) do
    local rows = picture:narrow(2, (i - 1) * block + 1, block)
    for j, prediction in ipairs(order) do
      local share = mat[target][prediction] / math.max(samples[target], 1)
      rows:narrow(3, (j - 1) * block + 1, block):fill(share)
      rows:narrow(3, j * block, 1):fill(kGrid)
    end
    local length = math.floor(samples[target] / most * legendwidth)
    if length > 0 then rows:narrow(3, n * block + 1, length):fill(0.2 + 0.8 * scores[target]) end
    rows:narrow(2, block, 1):fill(kGrid)
  end

  if display then
    local found, image = pcall(require, 'image')
    if not found then fail('optim.ConfusionMatrix.render', 'to display it needs the package image') end
    image.display(picture)
  end
  return picture
end
