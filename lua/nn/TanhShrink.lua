-- SPDX-License-Identifier: BSD-3-Clause
-- nn.TanhShrink(): x - tanh(x) of each element. Tensors of any sizes.

local define = require('tocha').nn.define

local TanhShrink, parent = torch.class('nn.TanhShrink', 'nn.Module')
define(TanhShrink)

function TanhShrink:__init()
  parent.__init(self)
  self.tanh = nn.Tanh() -- Torch7 computes with it, and its files hold it
end

return TanhShrink
