-- SPDX-License-Identifier: BSD-3-Clause
-- `optim`: optimization of a function of a parameter vector, and what a training loop needs beside
-- it. Every optimizer has the form
--   x*, {f, ...} = optim.method(opfunc, x [, config [, state]])
-- where opfunc(x) returns f(x) and df/dx, `config` holds the options and `state` (config itself
-- where it is not given) what the method remembers from call to call. x is changed in place.
setfenv(1, require 'torch.globals')
require 'torch'
require 'xlua'

local files = {
  sgd = 'optim.sgd',
  adam = 'optim.adam',
  ConfusionMatrix = 'optim.ConfusionMatrix',
  Logger = 'optim.Logger',
}

-- A method or class is loaded when it is first asked for.
local optim = require('torch.autoload').listed({}, files)
publish('optim', optim)

return optim
