-- SPDX-License-Identifier: BSD-3-Clause
-- require 'cutorch': tensors on GPUs. Defines torch.CudaTensor (float), torch.CudaDoubleTensor, ...,
-- their storages, and the casts t:cuda(), t:cudaDouble(), ...; t:float() and its like lead back.
-- Where no GPU can be used it raises one error that says why, and may be required again.

setfenv(1, require 'torch.globals')
require 'torch'
local engine = require 'tocha'
local types = require 'torch.types'

-- Lua marks a package as being loaded before it runs it. With the mark left behind by an error the
-- next `require` would complain of a loop instead of naming the cause.
package.loaded['cutorch'] = nil

local cutorch = engine.open_cuda()

types.define('Cuda', false)
for _, dtype in ipairs(types.dtypes) do
  local name = dtype == 'Float' and '' or dtype
  local class = 'torch.Cuda' .. name .. 'Tensor'
  types.method('cuda' .. name, function(t) return t:type(class) end)
end

types.method('getDevice', cutorch.deviceOf)

-- withDevice(device, f, ...): f(...) with that device as the current one; what f returns.
function cutorch.withDevice(device, f, ...)
  local previous = cutorch.getDevice()
  cutorch.setDevice(device)
  local function finish(ok, ...)
    cutorch.setDevice(previous)
    if not ok then error((...), 0) end
    return ...
  end
  return finish(pcall(f, ...))
end

publish('cutorch', cutorch)
return cutorch
