-- Called by host.cpp with a tensor over its samples.
local torch = require 'torch'

print('filter.lua works with ' .. torch.getdefaulttensortype() .. ' by default')

function filter(samples, gain) -- luacheck: ignore 111
  samples:add(1):mul(gain)
  local loudest = 0
  for i = 1, samples:size(1) do loudest = math.max(loudest, math.abs(samples[i])) end
  return loudest
end
