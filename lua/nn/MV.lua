-- SPDX-License-Identifier: BSD-3-Clause
-- nn.MV([trans]): the product of a matrix (transposed first if `trans`) and a vector, the two tensors
-- of a table; or of the pairs of two batches of such.

local define = require('tocha').nn.define
local fail = require('torch.error').fail

local MV, parent = torch.class('nn.MV', 'nn.Module')
define(MV)

function MV:__init(trans)
  parent.__init(self)
  if type(trans or false) ~= 'boolean' then
    fail('nn.MV', 'trans must be true or false, got ', type(trans))
  end
  self.trans = trans or false
  self.gradInput = {torch.Tensor(), torch.Tensor()}
end

return MV
