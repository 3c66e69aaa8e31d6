-- SPDX-License-Identifier: BSD-3-Clause
-- The option `inplace` of layers as their constructors take it: nil (false), true or false.

local fail = require('torch.error').fail

return function(self, inplace)
  if type(inplace or false) ~= 'boolean' then
    fail(torch.type(self), 'inplace must be true or false, got ', type(inplace))
  end
  return inplace or false
end
