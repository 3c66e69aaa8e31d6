-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CAddTable([inplace]): the sum of the tensors of a table. In place, it is added up in the first
-- of them, and every gradInput is gradOutput itself.

local fail = require('torch.error').fail
local add = torch.add

local CAddTable, parent = torch.class('nn.CAddTable', 'nn.Module')

function CAddTable:__init(inplace)
  parent.__init(self)
  self.inplace = inplace
  self.gradInput = {}
end

function CAddTable:updateOutput(input)
  local output, first = self.output, input[1]
  if type(input) ~= 'table' or not first then
    fail(torch.type(self), 'the input must be a table of tensors, got ', torch.type(input))
  end
  if self.inplace then
    output:set(first)
    if input[2] then output:add(input[2]) end
  elseif input[2] then
    add(output, first, input[2])
  else
    output:resizeAs(first):copy(first)
  end
  for i = 3, #input do
    output:add(input[i])
  end
  return output
end

function CAddTable:updateGradInput(input, gradOutput)
  local gradInput = self.gradInput
  for i = 1, #input do
    gradInput[i] = gradInput[i] or input[1].new()
    if self.inplace then
      gradInput[i]:set(gradOutput)
    else
      gradInput[i]:resizeAs(input[i]):copy(gradOutput)
    end
  end
  for i = #input + 1, #gradInput do
    gradInput[i] = nil
  end
  return gradInput
end

return CAddTable
