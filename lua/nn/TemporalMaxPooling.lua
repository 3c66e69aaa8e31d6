-- SPDX-License-Identifier: BSD-3-Clause
-- nn.TemporalMaxPooling(kW, [dW]): the largest value of each feature in each window of kW frames, for
-- sequences (frames x features) or a batch of such. Windows move by dW frames (default: side by side).
-- `indices` holds the places of the maxima, counted from 1 within each input sequence.

local define = require('tocha').nn.define
local pooling = require 'nn.pooling'

local TemporalMaxPooling, parent = torch.class('nn.TemporalMaxPooling', 'nn.Module')
TemporalMaxPooling.__arguments = 'kW:count, [dW:count]'
define(TemporalMaxPooling)

function TemporalMaxPooling:__init(kW, dW)
  parent.__init(self)
  self.kW = kW
  self.dW = dW or kW
end

pooling.keep_indices(TemporalMaxPooling, parent)

return TemporalMaxPooling
