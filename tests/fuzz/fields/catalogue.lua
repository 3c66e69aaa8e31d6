-- SPDX-License-Identifier: BSD-3-Clause
-- A small working record of every class of nn and nngraph: {module, input, gradOutput}, of a criterion
-- {module, input, target}. Most are those that were recorded from Torch7; the others are made here.

local torch = require 'torch'
local nngraph = require 'nngraph'
local nn = _G.nn

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
local golden = folder .. '/../../golden/'

-- A pooling layer of volumes or images, and the layer that undoes it.
local function unpooled(pool, unpool)
  return nn.Sequential():add(pool):add(unpool(pool))
end

local function graph()
  local a, state = nn.Identity()(), nn.Identity()()
  local b, c = state:split(2)
  local sum = nn.CAddTable()({nn.Linear(3, 3)(a), b})
  return nn.gModule({a, state}, {sum, nngraph.nest {nn.CMulTable()({b, c}), b}})
end

local function graph_of_loss()
  local x, y = nn.Identity()(), nn.Identity()()
  return nn.gModule({x, y}, {nn.ModuleFromCriterion(nn.MSECriterion())({x, y})})
end

local function kmeans()
  local layer = nn.Kmeans(2, 3)
  layer.weight:copy(torch.randn(2, 3))
  return layer
end

local r = torch.randn
local full = function(...) return nn.tables.full(...) end
local longs = function(t) return torch.LongTensor(t) end

-- A constructor and an input each; the gradient is random, of the output's form.
local layers = {
  {function() return nn.CAddTensorTable() end, {r(3), {r(3), r(3)}}},
  {function() return nn.Collapse(2) end, r(2, 3, 4)},
  {function() return nn.Constant(r(3), 1) end, r(2, 3)},
  {function() return nn.Contiguous() end, r(3, 4):t()},
  {function() return nn.Convert('bchw', 'bf') end, r(2, 3, 2, 2)},
  {function() return nn.Convert('bchw', 'bhwc') end, r(2, 3, 2, 2)},
  {function() return nn.Convert('bf', 'b') end, r(2, 1)},
  {function() return nn.Copy('torch.DoubleTensor', 'torch.FloatTensor') end, r(2, 3)},
  {function() return nn.CriterionTable(nn.MSECriterion()) end, {r(3), r(3)}},
  {function() return nn.Decorator(nn.Linear(3, 2)) end, r(2, 3)},
  {function() return nn.DontCast(nn.Linear(3, 2)) end, r(2, 3)},
  {function() return nn.Dropout(0.5) end, r(2, 3)},
  {function() return nn.FeatureLPPooling(2, 1, 2, true) end, r(2, 6, 3)},
  {function() return nn.GradientReversal() end, r(2, 3)},
  {function() return nn.Index(1) end, {r(4, 3), longs {1, 3}}},
  {function() return nn.IndexLinear(5, 3) end, {longs {1, 4}, torch.Tensor {0.5, 2}}},
  {function() return nn.IndexLinear(5, 3) end, {longs {1, 4, 2}, torch.Tensor {0.5, 2, 1}, longs {2, 1}}},
  {function() return nn.IndexLinear(5, 3, false, nil, nil, nil, true) end,
   {{longs {1, 4}, longs {2}}, {torch.Tensor {0.5, 2}, torch.Tensor {1}}}},
  {kmeans, r(4, 3)},
  {function() return nn.L1Penalty(0.1) end, r(2, 3)},
  {function() return nn.LinearWeightNorm(5, 3) end, r(2, 5)},
  {function() return nn.MaskedSelect() end, {r(2, 3), torch.ByteTensor {{1, 0, 1}, {0, 1, 1}}}},
  {function() return nn.NaN(nn.Linear(3, 2)) end, r(2, 3)},
  {function() return nn.NarrowTable(1, 2) end, {r(2), r(3), r(4)}},
  {function() return nn.OneHot(4) end, longs {1, 3}},
  {function() return nn.PartialLinear(5, 4) end, r(2, 5)},
  {function()
    local m = nn.PartialLinear(5, 4)
    m:setPartition(torch.Tensor {2, 4})
    return m
  end, r(2, 5)},
  {function() return nn.Profile(nn.Linear(3, 2), 1e9) end, r(2, 3)},
  {function() return nn.RReLU() end, r(2, 3)},
  {function() return nn.SparseLinear(5, 3) end, torch.Tensor {{1, 0.5}, {4, 2}}},
  {function() return nn.SparseLinear(5, 3) end, {torch.Tensor {{1, 0.5}, {4, 2}}, torch.Tensor {{2, 1}}}},
  {function() return nn.SpatialAdaptiveAveragePooling(2, 3) end, r(2, 2, 5, 4)},
  {function() return nn.SpatialConvolutionLocal(2, 3, 4, 4, 3, 3, 1, 1, 1, 1) end, r(2, 2, 4, 4)},
  {function() return nn.SpatialConvolutionMap(full(2, 3), 3, 3) end, r(2, 5, 5)},
  {function() return nn.SpatialDilatedMaxPooling(2, 2, 1, 1, 0, 0, 2, 2) end, r(2, 2, 5, 5)},
  {function() return nn.SpatialDivisiveNormalization(2) end, r(2, 10, 10)},
  {function() return nn.SpatialDropout() end, r(2, 3, 2, 2)},
  {function() return nn.SpatialFractionalMaxPooling(2, 2, 3, 3) end, r(2, 2, 6, 6)},
  {function() return nn.SpatialFullConvolutionMap(full(2, 3), 3, 3) end, r(2, 4, 4)},
  {function() return nn.SpatialFullConvolution(2, 3, 3, 3, 2, 2) end, {r(1, 2, 3, 3), r(1, 1, 8, 8)}},
  {function() return nn.SpatialLogSoftMax() end, r(2, 3, 2, 2)},
  {function() return unpooled(nn.SpatialMaxPooling(2, 2), nn.SpatialMaxUnpooling) end, r(2, 2, 4, 4)},
  {function() return unpooled(nn.VolumetricMaxPooling(2, 2, 2), nn.VolumetricMaxUnpooling) end,
   r(1, 2, 4, 4, 4)},
  {function() return nn.SpatialSubSampling(2, 2, 2) end, r(2, 4, 4)},
  {function() return nn.TanhShrink() end, r(2, 3)},
  {function() return nn.TemporalDynamicKMaxPooling(2) end, r(5, 3)},
  {function() return nn.TemporalSubSampling(3, 2, 2) end, r(6, 3)},
  {function() return nn.UpSampling(2) end, r(2, 3, 2, 3)},
  {function() return nn.UpSampling(2, 'linear') end, r(2, 3, 2, 3, 2)},
  {function() return nn.VolumetricDilatedConvolution(2, 2, 2, 2, 2, 1, 1, 1, 0, 0, 0, 1, 2, 2) end,
   r(2, 4, 4, 4)},
  {function() return nn.VolumetricDilatedMaxPooling(2, 2, 2, 1, 1, 1, 0, 0, 0, 1, 2, 1) end, r(2, 4, 4, 4)},
  {function() return nn.VolumetricDropout() end, r(2, 3, 2, 2, 2)},
  {function() return nn.VolumetricFractionalMaxPooling(2, 2, 2, 2, 3, 3) end, r(2, 5, 6, 6)},
  {function() return nn.VolumetricReplicationPadding(1, 1, 0, 1, 1, 0) end, r(2, 2, 3, 3)},
  {function() return nn.WeightedEuclidean(4, 3) end, r(2, 4)},
  {function() return nn.WhiteNoise() end, r(2, 3)},
  {function() return nn.ZeroGrad() end, {r(2), {r(3)}}},
  {function() return nn.ZipTable() end, {{r(2), r(2)}, {r(3), r(3)}}},
  {function() return nn.ZipTableOneToMany() end, {r(2), {r(3), r(3)}}},
  {graph, {r(3), {r(3), r(3)}}},
  {graph_of_loss, {r(3), r(3)}},
  {function() return nn.LookupTable(6, 3, 2, 1.5, 2) end, longs {1, 2, 5}},
  {function() return nn.Narrow(2, -1, 2) end, r(2, 5)},
  {function() return nn.Max(1, 2) end, r(2, 3, 4)},
  {function() return nn.Dropout(0.5, false, true) end, r(2, 3)},
  {function() return nn.MulConstant(2, true) end, r(2, 3)},
  {function() return nn.MixtureTable(1) end, {torch.rand(3), r(3, 4)}},
  {function() return nn.MapTable(nn.Linear(3, 2)) end, {r(3), r(3)}},
}

local classes = torch.Tensor {1, 3}
local criterions = {
  {function() return nn.ClassSimplexCriterion(4) end, r(2, 4), classes},
  {function() return nn.DistanceRatioCriterion(true) end, {r(3), r(3)}, 1},
  {function() return nn.L1Cost() end, r(2, 3), r(2, 3)},
  {function() return nn.ModuleCriterion(nn.MSECriterion(), nn.Tanh(), nn.MulConstant(2)) end, r(3), r(3)},
  {function() return nn.SpatialAutoCropMSECriterion() end, r(2, 3, 3), r(2, 5, 5)},
  {function() return nn.WeightedMSECriterion(torch.rand(4)) end, r(2, 4), r(2, 4)},
  {function() return nn.MultiMarginCriterion(2, torch.rand(4)) end, r(2, 4), classes},
  {function() return nn.ClassNLLCriterion() end, r(4), 2},
  {function() return nn.CosineEmbeddingCriterion(0.1) end, {r(4), r(4)}, 1},
}

local function like(output)
  if torch.isTensor(output) then return r(output:size()):typeAs(output) end
  if type(output) ~= 'table' then return output end
  local result = {}
  for key, value in pairs(output) do
    result[key] = like(value)
  end
  return result
end

local records = {}
for _, case in ipairs(torch.load(golden .. 'layers.t7')) do
  records[#records + 1] = {module = case.module, input = case.input, gradOutput = case.gradOutput}
end
for _, case in ipairs(torch.load(golden .. 'criterions.t7')) do
  records[#records + 1] = {module = case.criterion, input = case.input, target = case.target}
end
for _, case in ipairs(layers) do
  local module = case[1]()
  local gradOutput = like(module:forward(case[2]))
  records[#records + 1] = {module = module, input = case[2], gradOutput = gradOutput}
end
for _, case in ipairs(criterions) do
  records[#records + 1] = {module = case[1](), input = case[2], target = case[3]}
end

-- Classes that compute nothing by themselves, print, or need a device.
local others = {}
for name in ('Module Container Criterion StochasticGradient PrintSize GPU'):gmatch('%S+') do
  others['nn.' .. name] = true
end
for _, record in ipairs(records) do
  others[torch.typename(record.module)] = true
  for _, child in ipairs(record.module.modules or {}) do
    others[torch.typename(child)] = true
  end
end
for name, class in pairs(nn) do
  if type(class) == 'table' and rawget(class, '__typename') then
    assert(others[class.__typename], 'nn.' .. name .. ' is not in the catalogue')
  end
end

return records
