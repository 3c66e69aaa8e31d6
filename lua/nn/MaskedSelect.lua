-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MaskedSelect(): of the input {t, mask}, the elements of `t` where the ByteTensor `mask` is not 0,
-- as a vector. The gradient of the mask is 0.

local define = require('tocha').nn.define

local MaskedSelect = torch.class('nn.MaskedSelect', 'nn.Module')
define(MaskedSelect)

return MaskedSelect
