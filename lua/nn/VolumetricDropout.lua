-- SPDX-License-Identifier: BSD-3-Clause
-- nn.VolumetricDropout([p], [stochasticInference]): nn.SpatialDropout for volumes: features x time x
-- height x width, or a batch of them.

local define = require('tocha').nn.define
local SpatialDropout = nn.SpatialDropout

local VolumetricDropout = torch.class('nn.VolumetricDropout', 'nn.Module')
VolumetricDropout.__arguments = '[p:number], [stochasticInference]'
define(VolumetricDropout)

for _, name in ipairs {'__init', 'setp', 'clearState', '__tostring__'} do
  VolumetricDropout[name] = SpatialDropout[name]
end

return VolumetricDropout
