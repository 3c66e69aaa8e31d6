-- Fashion-MNIST as tensors. The files are those of Debian's package dataset-fashion-mnist: images
-- 60000x28x28 and 10000x28x28, labels 0 to 9, as gzipped IDX files.
local torch = require 'torch'
local paths = require 'paths'

local M = {}

M.classes = {'T-shirt', 'Trouser', 'Pullover', 'Dress', 'Coat',
             'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'}

local function read(folder, part)
  local images = torch.loadIDX(paths.concat(folder, part .. '-images-idx3-ubyte.gz'))
  local labels = torch.loadIDX(paths.concat(folder, part .. '-labels-idx1-ubyte.gz'))
  if images:dim() ~= 3 or labels:dim() ~= 1 or images:size(1) ~= labels:size(1) then
    error(('%s in %s: images of size %s do not fit labels of size %s'):format(
      part, folder, table.concat(images:size():totable(), 'x'),
      table.concat(labels:size():totable(), 'x')))
  end
  if labels:max() > 9 then error(part .. ' in ' .. folder .. ': a label is above 9') end
  return {
    data = images:view(images:size(1), 1, images:size(2), images:size(3)):float(),
    labels = labels:float():add(1),  -- classes count from 1
  }
end

-- load(folder, [limit]) -> train, test: tables with `data` (n x 1 x 28 x 28, normalized with the
-- training set's mean and deviation) and `labels` (n, 1 to 10). `limit` keeps the first samples.
function M.load(folder, limit)
  local train, test = read(folder, 'train'), read(folder, 't10k')
  local mean, std = train.data:mean(), train.data:std()
  for _, set in ipairs {train, test} do
    if limit then
      set.data = set.data:narrow(1, 1, math.min(limit, set.data:size(1))):clone()
      set.labels = set.labels:narrow(1, 1, set.data:size(1)):clone()
    end
    set.data:add(-mean):div(std)
  end
  return train, test
end

return M
