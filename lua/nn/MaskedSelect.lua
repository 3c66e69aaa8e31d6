-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MaskedSelect(): of the input {t, mask}, the elements of `t` where the ByteTensor `mask` is not 0,
-- as a vector. The gradient of the mask is 0.

local define = require('tocha').nn.define

local MaskedSelect, parent = torch.class('nn.MaskedSelect', 'nn.Module')
define(MaskedSelect)

function MaskedSelect:__init()
  parent.__init(self)
  self._maskIndices = torch.LongTensor() -- fields of Torch7's, here for its files' sake
  self._maskIndexBuffer = torch.LongTensor()
  self._maskIndexBufferCPU = torch.FloatTensor()
  self._gradBuffer = torch.Tensor()
  self._gradMask = torch.ByteTensor()
end

return MaskedSelect
