-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ConcatTable(): gives its input to every child; `output` is the table of their outputs. The
-- input may be a tensor or a nested table of tensors.

local branches = require 'nn.branches'

local ConcatTable, parent = torch.class('nn.ConcatTable', 'nn.Container')

function ConcatTable:__init()
  parent.__init(self)
  self.output = {}
end

branches.implement_table(ConcatTable, function(_, input) return input end, branches.add_gradient)

return ConcatTable
