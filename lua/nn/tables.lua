-- SPDX-License-Identifier: BSD-3-Clause
-- nn.tables: connection tables for nn.SpatialConvolutionMap and nn.SpatialFullConvolutionMap, a row
-- (input plane, output plane) for each connection.

local fail = require('torch.error').fail
local need = require 'nn.need'

local tables = {}

-- full(inputs, outputs): every input plane with every output plane.
function tables.full(inputs, outputs)
  need('nn.tables.full', 'the number of inputs', inputs, 'number')
  need('nn.tables.full', 'the number of outputs', outputs, 'number')
  local t = torch.Tensor(inputs * outputs, 2)
  for onto = 1, outputs do
    local rows = t:narrow(1, (onto - 1) * inputs + 1, inputs)
    rows:select(2, 1):copy(torch.range(1, inputs))
    rows:select(2, 2):fill(onto)
  end
  return t
end

-- oneToOne(planes): each plane with itself.
function tables.oneToOne(planes)
  need('nn.tables.oneToOne', 'the number of planes', planes, 'number')
  local list = torch.range(1, planes):view(-1, 1)
  return list:expand(planes, 2):clone()
end

-- random(inputs, outputs, fanin): `fanin` input planes for each output plane. The inputs are dealt
-- like cards, and shuffled again when too few are left for another output plane.
function tables.random(inputs, outputs, fanin)
  need('nn.tables.random', 'the number of inputs', inputs, 'number')
  need('nn.tables.random', 'the number of outputs', outputs, 'number')
  need('nn.tables.random', 'the fan-in', fanin, 'number')
  if fanin < 1 or fanin > inputs then
    fail('nn.tables.random', 'an output plane cannot have ', fanin, ' of ', inputs, ' input planes')
  end
  local t = torch.Tensor(outputs * fanin, 2)
  local cards, dealt = torch.randperm(inputs), 0
  for onto = 1, outputs do
    local rows = t:narrow(1, (onto - 1) * fanin + 1, fanin)
    rows:select(2, 1):copy(cards:narrow(1, dealt + 1, fanin))
    rows:select(2, 2):fill(onto)
    dealt = dealt + fanin
    if dealt + fanin > inputs then
      cards, dealt = torch.randperm(inputs), 0
    end
  end
  return t
end

nn.tables = tables

return tables
