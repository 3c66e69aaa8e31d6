-- SPDX-License-Identifier: BSD-3-Clause
-- nn.LayerNormalization(nOutput, [bias], [eps], [affine]): makes the nOutput features of a sample, or
-- of each row of a batch, zero mean and unit variance, then multiplies them with a learned gain
-- (initially 1) and adds a learned bias (initially `bias`, default 0), unless affine is false (Ba et
-- al., arXiv:1607.06450). `eps` is that of nn.Normalize.
--
-- Torch7's, of the same children, subtracted the means of a batch from the wrong rows; networks that
-- it saved still do, as they were trained so.


local LayerNormalization, parent = torch.class('nn.LayerNormalization', 'nn.Sequential')
LayerNormalization.__arguments = 'nOutput:count, [bias:number], [eps:number], [affine]'

function LayerNormalization:__init(nOutput, bias, eps, affine)
  parent.__init(self)
  local mean = nn.Sequential():add(nn.Mean(1, 1)):add(nn.Replicate(nOutput, 2))
  self:add(nn.ConcatTable():add(nn.Identity()):add(mean))
  self:add(nn.CSubTable())
  self:add(nn.Normalize(2, eps or 1e-10))
  self:add(nn.MulConstant(math.sqrt(nOutput)))
  if affine == false then return end
  local gain, shift = nn.CMul(nOutput), nn.Add(nOutput, false)
  gain.weight:fill(1)
  shift.bias:fill(bias or 0)
  self:add(gain):add(shift)
end

return LayerNormalization
