-- SPDX-License-Identifier: BSD-3-Clause
-- Methods and functions of every tensor type that are best said in Lua.

local torch = require 'torch.env'
local engine = require 'tocha'
local types = require 'torch.types'

torch.getnumthreads = engine.getnumthreads
torch.setnumthreads = engine.setnumthreads

return torch
