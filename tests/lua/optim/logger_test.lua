-- SPDX-License-Identifier: BSD-3-Clause
-- optim.Logger: the file, and the pictures where gnuplot is there to draw them.

local torch = require 'torch'
local optim = require 'optim'
local paths = require 'paths'
local contents = require('support.checks').contents

local tester = torch.Tester()
local suite = torch.TestSuite()

-- What `body` prints; it is called with a new directory that is gone afterwards.
local function in_directory(body)
  local root = paths.tmpname()
  local lines = {}
  local print_before = print
  _G.print = function(...) lines[#lines + 1] = tostring((...)) end
  local ok, message = pcall(body, root)
  _G.print = print_before
  paths.rmall(root, 'yes')
  if not ok then error(message, 0) end
  return table.concat(lines, '\n')
end

function suite.columns_by_position()
  in_directory(function(root)
    local name = root .. '/deep/accuracy.log'
    local logger = optim.Logger(name)
    tester:assert(logger:setNames { 'Training acc.', 'Test acc.' } == logger)
    tester:eq(contents(name), 'Training acc.\tTest acc.\t\n', 'each line is in the file at once')
    logger:add { 70, 59.25 }
    logger:add { -1e-5, 'text' }
    logger:add { 0 / 0 }
    tester:eq(contents(name), 'Training acc.\tTest acc.\t\n'
      .. ' 7.0000e+01\t 5.9250e+01\t\n-1.0000e-05\ttext\t\n        nan\t\t\n')
    tester:eq(logger.symbols[2], { 59.25, 'text' })
    tester:eq(logger.idx['Test acc.'], 2)
    tester:eq(logger.nsymbols, 2)
  end)
end

function suite.columns_by_name()
  in_directory(function(root)
    local logger = optim.Logger(root .. '/a.log')
    logger:add { test = 2, training = 1, another = 3 }
    logger:add { training = 4, another = 6, test = 5 }
    tester:eq(contents(root .. '/a.log'), 'another\ttest\ttraining\t\n'
      .. ' 3.0000e+00\t 2.0000e+00\t 1.0000e+00\t\n 6.0000e+00\t 5.0000e+00\t 4.0000e+00\t\n')
    tester:eq(logger.symbols.training, { 1, 4 })
    -- Names serve too where the columns were named by setNames.
    logger = optim.Logger(root .. '/b.log'):setNames { 'loss', 'error' }
    logger:add { error = 2, loss = 1 }
    tester:eq(contents(root .. '/b.log'), 'loss\terror\t\n 1.0000e+00\t 2.0000e+00\t\n')
  end)
end

function suite.time_in_the_name()
  in_directory(function(root)
    optim.Logger(root .. '/run', true)
    local found = {}
    for name in paths.iterfiles(root) do found[#found + 1] = name end
    tester:eq(#found, 1)
    tester:assert(found[1]:find('^run%-%d%d%d%d_%d%d_%d%d_%d%d:%d%d:%d%d$') ~= nil, found[1])
  end)
end

function suite.standard_output()
  local logger
  local printed = in_directory(function() logger = optim.Logger() end)
  tester:eq(printed, '<Logger> warning: no path provided, logging to std out')
  tester:assert(logger.file == io.stdout)
  tester:eq(logger.name, 'stdout')
end

function suite.refuses()
  in_directory(function(root)
    local logger = optim.Logger(root .. '/a.log'):setNames { 'a', 'b' }
    local before = contents(root .. '/a.log')
    tester:assertErrorPattern(function() logger:add { 1, {} } end,
      'optim%.Logger%.add: can only log numbers and strings, got table for 2')
    tester:assertErrorPattern(function() logger:add { 1, 2, 3 } end,
      "optim%.Logger%.add: '3' is none of the columns a, b")
    tester:assertErrorPattern(function() logger:add { c = 1 } end,
      "optim%.Logger%.add: 'c' is none of the columns a, b")
    tester:eq(contents(root .. '/a.log'), before)
    tester:assertErrorPattern(function() logger:style { 3 } end,
      'optim%.Logger%.style: a style is a string or a list of strings, got number')
    tester:assertErrorPattern(function() logger:plot('c') end,
      "optim%.Logger%.plot: 'c' is none of the columns a, b")
    tester:assertErrorPattern(function() optim.Logger(root) end,
      'optim%.Logger: ' .. root .. ': Is a directory')
    tester:assertErrorPattern(function() optim.Logger('/proc/none/a.log') end,
      'optim%.Logger: /proc/none: No such file or directory')
  end)
end

function suite.a_full_disk_is_an_error()
  if not io.open('/dev/full', 'w') then return end
  in_directory(function(root)
    local logger = optim.Logger(root .. '/a.log')
    logger.file = io.open('/dev/full', 'w')
    tester:assertErrorPattern(function() logger:setNames { 'a' } end,
      'optim%.Logger: .*/a%.log: No space left on device')
  end)
end

local function curves(root)
  local logger = optim.Logger(root .. "/it's_a.log"):setNames { 'tr_ain', 'test' }
  logger:display(false)
  for i = 1, 6 do logger:add { 1 / i, i == 3 and 0 / 0 or 2 / i } end
  return logger
end

function suite.plots()
  if not paths.findprogram('gnuplot') then return end
  local printed = in_directory(function(root)
    local logger = curves(root)
    for _, style in ipairs { '.', '+', '-', '+-', '~', '|', 'with steps', 'lines lw 2', { '-', '+' } } do
      logger:style { style, '-' }
      os.remove(logger.svgfile)
      logger:plot()
      local picture = contents(root .. "/it's_a.log.svg")
      tester:assert(picture:find('</svg>', 1, true) ~= nil)
      tester:assert(picture:find('tr_ain', 1, true) ~= nil)
    end
    tester:assert(contents(root .. "/it's_a.log.eps"):find('%!PS-Adobe', 1, true) ~= nil)
    logger:setlogscale(true)
    logger.plotRawCmd = "set ylabel 'from the user'"
    logger.epsfile = nil
    os.remove(root .. "/it's_a.log.eps")
    logger:plot('test')
    local picture = contents(logger.svgfile)
    tester:assert(picture:find('from the user', 1, true) ~= nil)
    tester:assert(picture:find('tr_ain', 1, true) == nil, 'only the named column')
    tester:assert(not paths.filep(root .. "/it's_a.log.eps"))
    local names = {}
    for name in paths.iterfiles(root) do names[#names + 1] = name end
    table.sort(names)
    tester:eq(names, { "it's_a.log", "it's_a.log.svg" }, 'no working files stay behind')
  end)
  tester:eq(printed, '')
end

function suite.styles_may_come_before_the_columns()
  in_directory(function(root)
    local logger = optim.Logger(root .. '/a.log')
    logger:style { loss = '-' }
    logger:add { loss = 1, error = 2 }
    tester:eq(logger.styles, { loss = { '-' }, error = { '+' } })
    logger:style { error = { '-', '+' } }
    tester:eq(logger.styles.error, { '-', '+' })
  end)
end

function suite.one_point_is_no_curve()
  in_directory(function(root)
    local logger = optim.Logger(root .. '/a.log')
    logger:plot()
    logger:add { 1 }
    logger:plot()
    tester:assert(not paths.filep(logger.svgfile))
  end)
end

function suite.without_gnuplot_there_is_one_warning()
  local find = paths.findprogram
  paths.findprogram = function() end -- luacheck: ignore 122
  local ok, printed = pcall(in_directory, function(root)
    local logger = curves(root)
    logger:plot()
    logger:plot()
    tester:assert(not paths.filep(logger.svgfile))
  end)
  paths.findprogram = find -- luacheck: ignore 122
  assert(ok, printed)
  local expected = "^<Logger> warning: cannot plot .*/it's_a%.log: the program gnuplot is not installed$"
  tester:assert(printed:find(expected) ~= nil, printed)
end

function suite.a_failing_gnuplot_is_one_warning()
  if not paths.findprogram('gnuplot') then return end
  local printed = in_directory(function(root)
    local logger = curves(root)
    logger.plotRawCmd = 'no such command'
    logger:plot()
    logger:plot()
  end)
  tester:assert(printed:find('^<Logger> warning: cannot plot [^\n]*invalid command[^\n]*$') ~= nil, printed)
end

tester:add(suite):run()
