-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ClassSimplexCriterion(nClasses): the squared distance to the class's vertex of a regular simplex, in
-- nClasses dimensions (https://arxiv.org/abs/1506.08230). Targets are class numbers: one for a vector,
-- a vector of them for a batch. The rows of `simplex` are the vertices.

local define = require('tocha').nn.define
local fail = require('torch.error').fail
local need = require 'nn.need'

-- The n vertices of a regular simplex of radius 1 around the origin, in n - 1 of n dimensions. Each new
-- vertex gets a coordinate of its own; all that follow have the same negative one there, such that the
-- scalar product of any two is -1 / (n - 1).
local function simplex(n)
  local vertices = torch.Tensor(n, n):zero()
  for k = 1, n - 1 do
    local rest = 1
    for i = 1, k - 1 do rest = rest - vertices[k][i] ^ 2 end
    local height = math.sqrt(rest)
    vertices[k][k] = height
    vertices[{{k + 1, n}, k}]:fill((height ^ 2 - 1 - 1 / (n - 1)) / height)
  end
  return vertices
end

local ClassSimplexCriterion, parent = torch.class('nn.ClassSimplexCriterion', 'nn.MSECriterion')
ClassSimplexCriterion.__arguments = 'nClasses:number'
define(ClassSimplexCriterion)

function ClassSimplexCriterion:__init(nClasses)
  parent.__init(self)
  if type(nClasses) ~= 'number' or nClasses < 2 or nClasses % 1 ~= 0 then
    fail(torch.type(self), 'at least 2 classes expected, got ', nClasses)
  end
  self.nClasses = nClasses
  self.simplex = simplex(nClasses)
  self._target = torch.Tensor(nClasses)
end

-- getPredictions(input): the scalar products with the vertices, a row for each sample.
function ClassSimplexCriterion:getPredictions(input)
  need('nn.ClassSimplexCriterion.getPredictions', 'the input', input, 'tensor')
  if input:dim() == 1 then input = input:view(1, -1) end
  return torch.mm(input, self.simplex:t())
end

-- getTopPrediction(input): the class with the largest of them, for each sample.
function ClassSimplexCriterion:getTopPrediction(input)
  local products = self:getPredictions(input)
  local _, classes = products:max(products:dim())
  return classes:view(-1)
end

return ClassSimplexCriterion
