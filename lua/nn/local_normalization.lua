-- SPDX-License-Identifier: BSD-3-Clause
-- What the normalizations by a neighbourhood have in common: their kernel, and the networks that
-- compute a local mean or deviation.

local fail = require('torch.error').fail
local need = require 'nn.need'

local M = {}

-- Sets the fields nInputPlane and kernel: by default 9 x 9 equal weights. `scale(planes, dims)`: what
-- the kernel's sum is to come to, inverted. The caller's kernel stays as it is.
function M.set_kernel(self, nInputPlane, kernel, scale)
  self.nInputPlane = need(self, 'the number of planes', nInputPlane or 1, 'number')
  self.kernel = kernel and need(self, 'the kernel', kernel, 'tensor'):clone() or torch.Tensor(9, 9):fill(1)
  local dims = self.kernel:dim()
  if dims ~= 1 and dims ~= 2 or self.kernel:size(1) % 2 == 0 or self.kernel:size(dims) % 2 == 0 then
    fail(torch.type(self), 'the kernel must have 1 or 2 dimensions of odd sizes, got ',
         table.concat(self.kernel:size():totable(), 'x'))
  end
  if scale then self.kernel:div(self.kernel:sum() * scale(self.nInputPlane, dims)) end
end

-- The weighted sum over all planes and the kernel's neighbourhood, given to each plane. A kernel of
-- one dimension is applied along rows, then along columns. Between `before` and `after`, if given.
function M.estimator(self, before, after)
  local planes, kernel = self.nInputPlane, self.kernel
  local height, width = kernel:size(1), kernel:size(kernel:dim())
  local padH, padW = (height - 1) / 2, (width - 1) / 2
  local net = nn.Sequential()
  if before then net:add(before) end
  net:add(nn.SpatialZeroPadding(padW, padW, padH, padH))
  local last
  if kernel:dim() == 2 then
    last = nn.SpatialConvolution(planes, 1, width, height)
  else
    local rows = nn.SpatialConvolutionMap(nn.tables.oneToOne(planes), width, 1)
    rows.weight:copy(kernel:view(1, 1, width):expandAs(rows.weight))
    rows.bias:zero()
    net:add(rows)
    last = nn.SpatialConvolution(planes, 1, 1, height)
  end
  last.weight:copy(kernel:view(1, 1, height, kernel:dim() == 2 and width or 1):expandAs(last.weight))
  last.bias:zero()
  net:add(last):add(nn.Replicate(planes, 1, 3))
  if after then net:add(after) end
  return net
end

-- The coefficients are computed anew, the estimators' buffers emptied.
function M.clear(class, parent)
  function class:clearState()
    self._inpsz = nil -- a field of old files
    nn.utils.clear(self, 'ones', '_coef', 'localsums', 'adjustedsums', 'localstds', 'adjustedstds',
                   'thresholdedstds')
    if self.coef then self.coef:set(self.coef.new(1, 1, 1):fill(1)) end
    for _, name in ipairs {'meanestimator', 'stdestimator', 'thresholder', 'normalizer'} do
      if self[name] then self[name]:clearState() end
    end
    return parent.clearState(self)
  end
end

return M
