-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CMinTable(): the smallest of the elements in the same places of the tensors of a table. Where
-- several are, the gradient goes to the first. `minIdx` holds their positions in the table.

local define = require('tocha').nn.define
local extreme_table = require 'nn.extreme_table'

local CMinTable, parent = torch.class('nn.CMinTable', 'nn.Module')
define(CMinTable)
extreme_table.implement(CMinTable, parent, 'min')

return CMinTable
