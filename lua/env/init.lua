-- SPDX-License-Identifier: BSD-3-Clause
-- require 'env': what Torch7's first programs asked for by this name, the globals of th and its print.

setfenv(1, require 'torch.globals')
require 'torch'
require 'trepl'

_G.exit = _G.exit or os.exit

return true
