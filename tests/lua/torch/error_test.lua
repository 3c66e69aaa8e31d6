-- SPDX-License-Identifier: BSD-3-Clause
-- The Lua error helper: what a message looks like, whose line it names, how containers extend it.

local torch = require 'torch'
local torch_error = require 'torch.error'

local tester = torch.Tester()
local suite = torch.TestSuite()

local here = debug.getinfo(1, 'S').short_src

local function message_of(f, ...)
  local ok, err = pcall(f, ...)
  assert(not ok, 'an error was expected')
  return err
end

local function line_of(message)
  return tonumber(message:match(':(%d+): '))
end

function suite.message_is_put_together()
  local err = message_of(function()
    torch_error.fail('torch.add', 'sizes ', 3, 'x', 4, ' and ', nil, ' do not match')
  end)
  tester:eq(err:match(': (.*)$'), 'torch.add: sizes 3x4 and nil do not match')
end

function suite.names_the_line_of_the_user()
  local first = debug.getinfo(1, 'l').currentline
  local err = message_of(function()
    torch.setmetatable({}, 'torch.NoSuchClass')
  end)
  tester:eq(err, here .. ':' .. first + 2 .. ': torch.setmetatable: unknown class torch.NoSuchClass')
end

function suite.skips_our_files_between()
  -- the error comes up in metamethods.lua, called by Lua for the operator
  local Point = torch.class('Point', {})
  local point = torch.factory('Point')()
  local line = debug.getinfo(1, 'l').currentline + 1
  local err = message_of(function() return point + Point end)
  tester:eq(line_of(err), line)
  tester:assert(err:find(here, 1, true) == 1, err)
end

function suite.position_of_other_chunks()
  local chunk = loadstring("torch.setmetatable({}, 'torch.NoSuchClass')", '=(command line)')
  tester:assertErrorPattern(chunk, '^%(command line%):1: torch%.setmetatable: ')
  chunk = loadstring("torch.setmetatable({}, 'torch.NoSuchClass')", 'a = 1')
  tester:assertErrorPattern(chunk, '^%[string "a = 1"%]:1: torch%.setmetatable: ')
end

function suite.other_modules_beside_ours_are_the_users()
  -- an installed tree is shared: only the folders of our packages count as ours
  local root = debug.getinfo(torch.class, 'S').source:match('^(.*)torch[/\\][^/\\]*$')
  local function position_in(file)
    local text = "local torch_error = ... torch_error.raise('text') return"
    return message_of(loadstring(text, root .. file), torch_error)
  end
  tester:eq(position_in('theirs/layers.lua'), root:sub(2) .. 'theirs/layers.lua:1: text')
  tester:eq(position_in('nn/Linear.lua'):match('^(.-):%d+: text$'), here)
end

function suite.containers_extend_the_path()
  local function layer()
    torch_error.fail('nn.SpatialConvolution', 'input has 3 channels, 4 expected')
  end
  local function container(name, index, child, child_name)
    return function()
      local ok, err = pcall(child)
      if not ok then error(torch_error.extend(err, name, index, child_name), 0) end
    end
  end
  local inner = container('nn.ConcatTable', 1, layer, 'nn.SpatialConvolution')
  local network = container('nn.Sequential', 3, inner, 'nn.ConcatTable')
  tester:eq(message_of(network):gsub('^.-:%d+: ', ''),
    'nn.Sequential[3].nn.ConcatTable[1].nn.SpatialConvolution: input has 3 channels, 4 expected\n' ..
    'In 3 module of nn.Sequential:\nIn 1 module of nn.ConcatTable:\nnn.SpatialConvolution')
  tester:eq(message_of(network):match('^(.-:%d+: )'), message_of(layer):match('^(.-:%d+: )'))
end

-- what `extend` makes of an error in child 1 of P
local function extended(err, child)
  return (torch_error.extend(err, 'P', 1, child):gsub('\nIn 1 module of P:\n' .. child .. '$', ''))
end

function suite.plain_errors_are_split()
  local extend = torch_error.extend
  local inner = extend('net.lua:7: bad input', 'nn.Sequential', 1, 'Scale')
  tester:eq(inner, 'net.lua:7: nn.Sequential[1].Scale: bad input\nIn 1 module of nn.Sequential:\nScale')
  -- the outer container meets the message that the inner one made
  tester:eq(extend(inner, 'nn.Concat', 2, 'nn.Sequential'),
    'net.lua:7: nn.Concat[2].nn.Sequential[1].Scale: bad input\n' ..
    'In 2 module of nn.Concat:\nIn 1 module of nn.Sequential:\nScale')
  tester:eq(extended('[string "a:1: b"]:9: bad', 'c'), '[string "a:1: b"]:9: P[1].c: bad')
  tester:eq(extended('C:\\net.lua:9: bad', 'c'), 'C:\\net.lua:9: P[1].c: bad')
  tester:eq(extended('no position: in 5: here', 'c'), 'P[1].c: no position: in 5: here')
  tester:eq(extended('', 'c'), 'P[1].c: ')
end

-- Values of the program's in a message: named, however much they hold.
function suite.values_are_named()
  local describe = require 'torch.describe'
  local big = torch.ones(300, 300)
  tester:eq(describe(big), 'a torch.DoubleTensor of size 300x300')
  tester:eq(describe(torch.FloatTensor()), 'a torch.FloatTensor without elements')
  tester:eq(describe(torch.LongStorage(7)), 'a torch.LongStorage of size 7')
  tester:eq(describe {1, 2}, 'a table of 2 elements')
  tester:eq(describe {}, 'a table')
  tester:eq(describe(torch.Timer()), 'torch.Timer')
  tester:eq(describe(('x'):rep(100)), "'" .. ('x'):rep(60) .. "...'")
  tester:eq({describe(nil), describe(1.5), describe(true), describe(print)},
            {'nil', '1.5', 'true', 'a function'})
  local nn = require 'nn'
  local paths = require 'paths'
  local net = nn.Sequential():add(nn.Linear(3, 3))
  for what, f in pairs {
    save = function() torch.save(big, 'y.t7') end,
    load = function() torch.load(big) end,
    load_mode = function() torch.load('x', big) end,
    default = function() torch.setdefaulttensortype(big) end,
    pushudata = function() torch.pushudata(1, big) end,
    type = function() big:type(big) end,
    split = function() big:split(big) end,
    class = function() torch.class(big) end,
    linear = function() nn.Linear(big, 3) end,
    network = function() nn.Linear(net, 3) end,
    add = function() nn.Sequential():add(big) end,
    module_type = function() net:type(big) end,
    option = function() torch.deserialize('x', {trusted = big}) end,
    paths = function() paths.dirp(big) end,
    apply = function() big:apply(big) end,
    overload = function() big:add(('x'):rep(1e5)) end,
    element = function() big[big] = big end,
    cmdline = function() torch.CmdLine():option(big) end,
    tester = function()
      local own = torch.Tester()
      own:setRethrowErrors(true)
      own:eq({big}, {})
    end,
    tester_kinds = function()
      local own = torch.Tester()
      own:setRethrowErrors(true)
      own:eq(big, big:storage())
    end,
  } do
    local ok, message = pcall(f)
    tester:assert(not ok and #tostring(message) < 1000, what .. ': ' .. #tostring(message) .. ' characters')
  end
end

function suite.other_values_pass()
  local value = {}
  tester:assert(torch_error.extend(value, 'P', 1, 'c') == value)
  tester:assert(torch_error.extend(nil, 'P', 1, 'c') == nil)
end

function suite.record_of_another_raiser()
  torch_error.record('net.lua:3: ', 'a: 1: b')
  tester:eq(extended('net.lua:3: a: 1: b', 'a'), 'net.lua:3: P[1].a: 1: b')
  torch_error.record('net.lua:3: ', 'torch.add: sizes')
  tester:eq(extended('net.lua:3: torch.add: sizes', 'nn.Scale'), 'net.lua:3: P[1].nn.Scale: torch.add: sizes')
end

tester:add(suite):run()
