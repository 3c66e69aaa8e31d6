-- SPDX-License-Identifier: BSD-3-Clause
-- nn.CReLU(nInputDims, [inplace]): max(x, 0) and max(-x, 0), one after the other along the first
-- dimension of a sample, which doubles. An input of nInputDims + 1 dimensions is a batch (Shang et
-- al., arXiv:1603.05201).

local define = require('tocha').nn.define
local checked = require('nn.inplace')

local CReLU, parent = torch.class('nn.CReLU', 'nn.Sequential')
CReLU.__arguments = '[nInputDims:number], [inplace]'
define(CReLU)

-- The engine computes it at once; the children are those with which Torch7 does, as its files hold
-- them.
function CReLU:__init(nInputDims, inplace)
  parent.__init(self)
  self.nInputDims = nInputDims
  self.inplace = checked(self, inplace)
  self:add(nn.ConcatTable():add(nn.Identity()):add(nn.MulConstant(-1)))
  self:add(nn.JoinTable(2))
  self:add(nn.ReLU(self.inplace))
end

for _, name in ipairs {'backward', 'accGradParameters', 'accUpdateGradParameters',
                       'sharedAccUpdateGradParameters'} do
  CReLU[name] = nn.Module[name]
end

function CReLU:__tostring__()
  return 'CReLU()'
end

return CReLU
