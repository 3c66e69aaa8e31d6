-- SPDX-License-Identifier: BSD-3-Clause
-- nn.ParallelTable(): gives the i-th element of its input table to the i-th child; `output` and
-- `gradInput` are tables in the same order.

local branches = require 'nn.branches'

local ParallelTable, parent = torch.class('nn.ParallelTable', 'nn.Container')

function ParallelTable:__init()
  parent.__init(self)
  self.output = {}
  self.gradInput = {}
end

branches.implement_table(
  ParallelTable,
  function(self, input, i)
    branches.need_table(self, 'input', input)
    return input[i]
  end,
  function(self, gradInput, _, i) self.gradInput[i] = gradInput end)

return ParallelTable
