-- SPDX-License-Identifier: BSD-3-Clause
-- require 'torch': tensors, storages, classes and the functions on them, in the global `torch`.

setfenv(1, require 'torch.globals')
local torch = require 'torch.env'
local engine = require 'tocha'

publish('torch', torch)
require 'torch.class'
require 'torch.utility'

-- The engine's errors get the user's line and are remembered like ours.
local errors = require 'torch.error'
engine.set_error_builder(function(text)
  local position = errors.position()
  errors.record(position, text)
  return position .. text
end)

for name, f in pairs(engine.torch) do
  torch[name] = f
end

local types = require 'torch.types'
types.define('', true)
torch.setdefaulttensortype('torch.DoubleTensor')
require 'torch.tensor'
require 'torch.native'
require 'torch.apply'
require 'torch.random'
require 'torch.autoloads'
require 'paths'  -- scripts of Torch7 find it without asking for it

return torch
