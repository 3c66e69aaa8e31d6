-- SPDX-License-Identifier: BSD-3-Clause
-- Loaded in front of every Lua test: after each case a full collection must bring the bytes that
-- tensors hold back to where they were before it.

local torch = require 'torch'
local engine = require 'tocha'

local before

local function liveBytes()
  if jit then jit.flush() end  -- compiled code keeps the objects it was specialised for
  collectgarbage()
  collectgarbage()
  return (engine.memory())
end

function torch.Tester.beforeEach()
  before = liveBytes()
end

function torch.Tester.afterEach(name)
  local after = liveBytes()
  if after > before then
    error(('%s leaves %d bytes of tensors behind'):format(name, after - before), 0)
  end
end
