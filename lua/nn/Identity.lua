-- SPDX-License-Identifier: BSD-3-Clause
-- nn.Identity(): the input itself, whatever it is.

local Identity = torch.class('nn.Identity', 'nn.Module')

function Identity:updateOutput(input)
  self.output = input
  return input
end

function Identity:updateGradInput(_, gradOutput)
  self.gradInput = gradOutput
  return gradOutput
end

-- Both fields are other modules' tensors: they are replaced, not emptied.
function Identity:clearState()
  self.output, self.gradInput = torch.Tensor():type(self._type), torch.Tensor():type(self._type)
  return self
end

return Identity
