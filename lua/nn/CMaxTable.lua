-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CMaxTable(): the largest of the elements in the same places of the tensors of a table. Where
-- several are, the gradient goes to the first. `maxIdx` holds their positions in the table.

local define = require('tocha').nn.define
local extreme_table = require 'nn.extreme_table'

local CMaxTable, parent = torch.class('nn.CMaxTable', 'nn.Module')
define(CMaxTable)
extreme_table.implement(CMaxTable, parent, 'max')

return CMaxTable
