-- SPDX-License-Identifier: BSD-3-Clause
-- sys: clock, shell commands, colours.

local torch = require 'torch'
local sys = require 'sys'
local paths = require 'paths'
local checks = require 'support.checks'

local tester = torch.Tester()
local suite = torch.TestSuite()

local has = checks.has(tester)

function suite.clock_and_sleep()
  tester:assertalmosteq(sys.clock(), os.time(), 2)
  sys.tic()
  local start = sys.clock()
  sys.sleep(0.02)
  sys.usleep(1000)
  tester:assertge(sys.clock() - start, 0.02)
  tester:assertge(sys.toc(), 0.02)
  sys.sleep(0)
  sys.sleep(-1)
  tester:assertErrorPattern(function() sys.sleep('1s') end,
    'sys%.sleep: argument 1 must be a number of seconds, got string')
end

function suite.commands()
  tester:eq(sys.execute('echo " a  b "; echo c >&2'), 'a  b \nc')
  tester:eq(sys.fexecute('echo a; echo b >&2'), 'a\nb')
  tester:eq(sys.fexecute('echo a; echo b', '*l'), 'a')
  tester:eq(sys.fexecute('echo " 12 a"', '*n'), 12)
  tester:eq(sys.fexecute('echo abc', 2), 'ab')
  tester:eq(sys.fexecute('echo abc', '*all'), 'abc')
  tester:eq(sys.fexecute('true', '*l'), nil)
  tester:assertErrorPattern(function() sys.fexecute('true', {}) end,
    "sys%.fexecute: argument 2 must be .*, got a table")
  tester:eq(sys.execute('true'), '')
  local directory = paths.tmpname()
  paths.mkdir(directory .. '/one')
  tester:eq(sys.ls(directory), 'one')
  tester:eq(sys.la(directory), '.\n..\none')
  has(sys.ll(directory), 'one')
  has(sys.lla(directory), '..')
  paths.rmall(directory, 'yes')
end

function suite.split()
  tester:eq(sys.split('a,b,c', ','), { 'a', 'b', 'c' })
  tester:eq(sys.split('a,,b', ','), { 'a', '', 'b' })
  tester:eq(sys.split(',a,', ','), { 'a' })
  tester:eq(sys.split('a  b c', ' +'), { 'a', 'b', 'c' })
  tester:eq(sys.split('', ','), {})
  tester:assertErrorPattern(function() sys.split('ab', 'x*') end,
    "sys%.split: pattern 'x%*' matches the empty string")
end

function suite.system()
  tester:eq(sys.OS, sys.uname())
  tester:eq(sys.uname(), ({ Linux = 'linux', Darwin = 'macos' })[(paths.uname())] or '?')
  tester:assert(paths.dirp(sys.prefix))
  tester:eq(sys.isNaN(0 / 0), true)
  tester:eq(sys.isNaN(1 / 0), false)
  tester:assert(sys.concat == paths.concat and sys.dirname == paths.dirname)
  local directory, name = sys.fpath()
  tester:eq(name, 'sys_test.lua')
  tester:assert(require 'sys.fpath' == sys.fpath and require 'sys.colors' == sys.COLORS)
  tester:eq(directory, paths.dirname(paths.thisfile()))
end

function suite.colors()
  tester:eq(sys.COLORS.none, '\27[0m')
  tester:eq(sys.COLORS.red, '\27[0;31m')
  tester:eq(sys.COLORS.Red, '\27[1;31m')
  tester:eq(sys.COLORS._white, '\27[47m')
end

tester:add(suite):run()
