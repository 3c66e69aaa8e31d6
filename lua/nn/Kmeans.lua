-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Kmeans(k, dim, [scale]): online k-means. The rows of a batch (B x dim) are given to the nearest of
-- k centers, the rows of `weight`: the output holds the centers' numbers, `loss` the sum of the
-- squared distances. Gradient descent with rate 1 moves each center to the mean of its rows, or by
-- `scale` (by default that of accGradParameters) of the way. No gradient flows back.

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local need = require 'nn.need'

local Kmeans, parent = torch.class('nn.Kmeans', 'nn.Module')
Kmeans.__arguments = 'k:number, dim:number, [scale:number]'
define(Kmeans)

function Kmeans:__init(k, dim, scale)
  parent.__init(self)
  if k < 1 or dim < 1 then
    fail(torch.type(self), 'k and dim must be 1 or more, got ', k, ' and ', dim)
  end
  self.k = k
  self.dim = dim
  self.scale = scale
  self.weight = torch.Tensor(k, dim)
  self.gradWeight = torch.Tensor(k, dim)
  self.loss = 0
  self.clusterSampleCount = torch.Tensor(k) -- of the latest accGradParameters
  self:reset()
end

-- Centers uniform in +-bound (default 1).
function Kmeans:reset(bound)
  bound = bound or 1
  self.weight:uniform(-bound, bound)
end

local function check_samples(self, name, input)
  need('nn.Kmeans.' .. name, 'the input', input, 'tensor')
  if input:dim() ~= 2 or input:size(2) ~= self.dim then
    fail('nn.Kmeans.' .. name, 'input has sizes ', table.concat(input:size():totable(), 'x'),
         ', expected B x ', self.dim)
  end
  return input:size(1)
end

-- Centers chosen among the rows of `input`.
function Kmeans:initRandom(input)
  local count = check_samples(self, 'initRandom', input)
  if count < self.k then
    fail('nn.Kmeans.initRandom', count, ' samples are too few for ', self.k, ' centers')
  end
  local rows = torch.LongTensor(self.k):random(1, count)
  self.weight:index(input, 1, rows)
end

-- Centers far apart: the first is a random row of `input`; each further one is drawn from the 1 - p
-- (default 0.05) of the rows that are farthest from the centers so far.
function Kmeans:initKmeansPlus(input, p)
  self.p = p or self.p or 0.95
  if self.p < 0 or self.p > 1 then
    fail('nn.Kmeans.initKmeansPlus', 'p must be in [0, 1], got ', self.p)
  end
  local count = check_samples(self, 'initKmeansPlus', input)
  local drawn = math.max(1, math.ceil((1 - self.p) * count))
  local distances
  self.weight[1]:copy(input[torch.random(count)])
  for i = 2, self.k do
    local offsets = input - self.weight:narrow(1, i - 1, 1):expandAs(input)
    local latest = offsets:cmul(offsets):sum(2):view(-1)
    distances = distances and torch.cmin(distances, latest) or latest
    local _, order = distances:sort(1, true)
    self.weight[i]:copy(input[order[torch.random(drawn)]])
  end
end

nn.utils.dropOnCast(Kmeans, parent, '_minIndx')

-- All but _minScore and _minIndx are buffers of old files.
function Kmeans:clearState()
  nn.utils.clear(self, '_minScore', '_minIndx', '_expandedSamples', '_clusterDistances', '_temp',
                 '_tempExpanded', '_tempWeight', '_tempWeightExp', '_expandedWeight', '_cscAdder',
                 '_gradWeight', '_gradWeight2', '_ccounts')
  return parent.clearState(self)
end

return Kmeans
