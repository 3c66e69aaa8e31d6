-- SPDX-License-Identifier: BSD-3-Clause
-- casts(class, kinds): the methods that convert an object of the class by its `type` method, one a kind
-- of tensor: m:float() is m:type('torch.FloatTensor'), m:cudaHalf() is m:type('torch.CudaHalfTensor').

return function(class, kinds)
  for _, kind in ipairs(kinds) do
    local method = kind:sub(1, 1):lower() .. kind:sub(2)
    class[method] = function(self, ...)
      return self:type('torch.' .. kind .. 'Tensor', ...)
    end
  end
end
