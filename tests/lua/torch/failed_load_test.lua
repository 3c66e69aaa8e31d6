-- SPDX-License-Identifier: BSD-3-Clause
-- A part of a package whose loading fails somewhere in the middle (an interruption here; no memory) is
-- loaded when it is asked for again: whichever part, wherever it stopped, also in what it requires.

jit.off()  -- compiled code calls no hooks

local torch = require 'torch'
local nn = require 'nn'
local optim = require 'optim'
local xlua = require 'xlua'

local tester = torch.Tester()
local suite = torch.TestSuite()

-- Calls f and raises an error when that many lines have run, though not in this file; returns whether
-- it came to that.
local here = debug.getinfo(1, 'S').source
local function interrupted(lines, f)
  debug.sethook(function()
    lines = lines - 1
    if lines > 0 or debug.getinfo(2, 'S').source == here then return end
    debug.sethook()
    error('interrupted!')
  end, 'l')
  local ok, message = pcall(f)
  debug.sethook()
  if ok then return false end
  if not tostring(message):find('interrupted!', 1, true) then error(message, 0) end
  return true
end

-- Each first use is interrupted, again a little further on, and then not.
local function all(uses, steps)
  local stops = 0
  for i, use in ipairs(uses) do
    local step = steps[i % #steps + 1]
    local lines = step
    while interrupted(lines, use) do
      stops = stops + 1
      lines = lines + step
    end
    tester:assert(use() ~= nil)
  end
  return stops
end

local function reads(package_table, names)
  local uses = {}
  for i, name in ipairs(names) do
    uses[i] = function() return package_table[name] end
  end
  return uses
end

function suite.layers()
  local uses = {}
  for file in paths.iterfiles(paths.dirname(package.searchpath('nn', package.path))) do
    local name = file:match('^(%u%w+)%.lua$')
    if name then table.insert(uses, function() return nn[name].new or nn[name] end) end
  end
  tester:assertgt(all(uses, {17, 9, 31, 13, 59}), 100)
  tester:eq(nn.Linear(2, 3):forward(torch.ones(2)):nElement(), 3)
  tester:eq(torch.typename(nn.gModule), nil)
  tester:eq(torch.type(nn.SpatialConvolution(1, 1, 3, 3)), 'nn.SpatialConvolution')
end

function suite.functions_and_classes()
  local stops = all(reads(torch, {'save', 'load', 'CmdLine', 'DiskFile', 'MemoryFile', 'test'}), {5, 2})
    + all(reads(optim, {'adam', 'ConfusionMatrix', 'Logger', 'sgd'}), {5, 2})
    + all(reads(xlua, {'OptionParser', 'progress'}), {5, 2})
  tester:assertgt(stops, 20)
  local file = torch.MemoryFile()
  file:writeObject({1, x = 'y'})
  file:seek(1)
  tester:eq(file:readObject(), {1, x = 'y'})
end

-- What `require` itself is asked for.
function suite.modules()
  local runs = 0
  package.preload['failed_load_test.part'] = function()
    runs = runs + 1
    if runs < 3 then error('not yet') end
    return {runs = runs}
  end
  package.preload['failed_load_test.whole'] = function() return require('failed_load_test.part') end
  for _ = 1, 2 do
    local ok, message = pcall(require, 'failed_load_test.whole')
    tester:assert(not ok and message:find('not yet', 1, true) ~= nil, message)
  end
  tester:eq(require('failed_load_test.whole').runs, 3)
  tester:eq(require('failed_load_test.part').runs, 3)
end

-- A module that requires itself is no failed one.
function suite.loops()
  package.preload['failed_load_test.a'] = function() require('failed_load_test.b') end
  package.preload['failed_load_test.b'] = function() require('failed_load_test.a') end
  for _ = 1, 2 do
    local ok, message = pcall(require, 'failed_load_test.a')
    local loop = "loop or previous error loading module 'failed_load_test.a'"
    tester:assert(not ok and message:find(loop, 1, true) ~= nil, message)
  end
end

tester:add(suite):run()
