-- SPDX-License-Identifier: BSD-3-Clause
-- nn.PrintSize([prefix]): passes its input and gradOutput on and prints their sizes, with the prefix
-- (default "PrintSize") in front.

local PrintSize, parent = torch.class('nn.PrintSize', 'nn.Module')

function PrintSize:__init(prefix)
  parent.__init(self)
  self.prefix = prefix or 'PrintSize'
end

local function show(self, what, value)
  print(self.prefix .. ':' .. what .. '\n',
        torch.isTensor(value) and value:size() or value == nil and 'missing size' or value)
end

function PrintSize:updateOutput(input)
  show(self, 'input', input)
  self.output = input
  return self.output
end

function PrintSize:updateGradInput(_, gradOutput)
  show(self, 'gradOutput', gradOutput)
  self.gradInput = gradOutput
  return self.gradInput
end

return PrintSize
