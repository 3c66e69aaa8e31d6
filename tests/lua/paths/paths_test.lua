-- SPDX-License-Identifier: BSD-3-Clause
-- paths: file names as text, and directories on a disk made for the test.

local torch = require 'torch'
local paths = require 'paths'

local tester = torch.Tester()
local suite = torch.TestSuite()

local root

local function touch(name)
  local file = assert(io.open(name, 'w'))
  file:write('x')
  file:close()
end

local function sorted(iterator)
  local list = {}
  for name in iterator do list[#list + 1] = name end
  table.sort(list)
  return list
end

-- Calls `body` with a new directory that is gone afterwards.
local function in_directory(body)
  root = paths.tmpname()
  assert(paths.mkdir(root))
  local ok, message = pcall(body)
  os.execute('rm -rf ' .. root)
  if not ok then error(message, 0) end
end

function suite.is_the_global()
  tester:assert(_G.paths == paths)
  tester:eq(paths.home, os.getenv('HOME') or '.')
end

function suite.basename()
  tester:eq(paths.basename('/a/b.txt'), 'b.txt')
  tester:eq(paths.basename('/a/b.txt', 'txt'), 'b')
  tester:eq(paths.basename('/a/b.txt', '.txt'), 'b')
  tester:eq(paths.basename('/a/b.txt', 'xt'), 'b.txt')
  tester:eq(paths.basename('/a/b.txt', ''), 'b.txt')
  tester:eq(paths.basename('b'), 'b')
  tester:eq(paths.basename('a/b//'), 'b')
  tester:eq(paths.basename('/'), '')
end

function suite.dirname()
  tester:eq(paths.dirname('/a/b.txt'), '/a')
  tester:eq(paths.dirname('/a//b/'), '/a')
  tester:eq(paths.dirname('a/b/c'), 'a/b')
  tester:eq(paths.dirname('/a'), '/')
  tester:eq(paths.dirname('a'), '.')
  tester:eq(paths.dirname(''), '.')
  tester:eq(paths.dirname('/'), '/')
end

function suite.extname()
  tester:eq(paths.extname('a/b.tar.gz'), 'gz')
  tester:eq(paths.extname('b.'), '')
  tester:assert(paths.extname('a') == nil)
  tester:assert(paths.extname('dir.d/file') == nil, 'a dot in a directory makes no extension')
end

function suite.concat()
  local here = paths.cwd()
  tester:eq(paths.concat(), here)
  tester:eq(paths.concat('a'), here .. '/a')
  tester:eq(paths.concat('/a', 'b', 'c'), '/a/b/c')
  tester:eq(paths.concat('/a', '/b'), '/b')
  tester:eq(paths.concat('/a/b', '..', './c//d/'), '/a/c/d')
  tester:eq(paths.concat('/a', '../../../b'), '/b')
  tester:eq(paths.concat('/', '..'), '/')
  tester:eq(paths.concat('/a', ''), '/a')
  tester:eq(paths.concat('/epoch', 7), '/epoch/7')
end

function suite.names_that_are_none()
  tester:assertErrorPattern(function() paths.concat('/a', nil) end,
    'paths%.concat: argument 2 must be a file name, got nil')
  tester:assertErrorPattern(function() paths.filep({}) end,
    'paths%.filep: argument 1 must be a file name, got table')
  tester:assertErrorPattern(function() paths.files('.', 3) end,
    'paths%.files: argument 2 must be a function or a pattern, got number')
end

function suite.files_and_directories()
  in_directory(function()
    local deep = root .. '/a/b/c'
    tester:assert(paths.mkdir(deep) == true, 'the directories above are made too')
    tester:assert(paths.dirp(deep))
    tester:assert(not paths.filep(deep))
    touch(deep .. '/f.txt')
    touch(root .. '/g.lua')
    tester:assert(paths.filep(deep .. '/f.txt'))
    tester:assert(not paths.dirp(deep .. '/f.txt'))
    tester:assert(not paths.filep(root .. '/none') and not paths.dirp(root .. '/none'))

    tester:eq(sorted(paths.files(root)), { '.', '..', 'a', 'g.lua' })
    tester:eq(sorted(paths.files(root, '%.lua$')), { 'g.lua' })
    tester:eq(sorted(paths.files(root, function(name) return #name == 1 end)), { '.', 'a' })
    tester:eq(sorted(paths.iterfiles(root)), { 'g.lua' })
    tester:eq(sorted(paths.iterdirs(root)), { 'a' })
    local all = paths.dir(root)
    table.sort(all)
    tester:eq(all, { '.', '..', 'a', 'g.lua' })
    tester:assert(paths.dir(root .. '/none') == nil)
    tester:eq(sorted(paths.files(root .. '/none')), {})
  end)
end

-- What a function returns where the system refused.
local function refused(message, ...)
  local ok, text, third = ...
  tester:assert(ok == nil, message)
  tester:eq(type(text), 'string', message)
  return text, third
end

function suite.failures_come_back()
  in_directory(function()
    local text, number = refused('exists', paths.mkdir(root))
    tester:eq(text, root .. ': File exists')
    tester:eq(number, 17)
    touch(root .. '/f')
    refused('no directory to put it in', paths.mkdir(root .. '/f/d'))
    text = refused('not empty', paths.rmdir(root))
    tester:eq(text, root .. ': Directory not empty')
    refused('none', paths.rmdir(root .. '/none'))
    refused('no yes', paths.rmall(root))
    tester:assert(paths.dirp(root))
    local _, where = refused('none', paths.rmall(root .. '/none', 'yes'))
    tester:eq(where, root .. '/none')
  end)
end

function suite.rmall()
  in_directory(function()
    paths.mkdir(root .. '/keep')
    touch(root .. '/keep/f')
    paths.mkdir(root .. '/d/e')
    touch(root .. '/d/e/f')
    os.execute('ln -s ' .. root .. '/keep ' .. root .. '/d/link')
    tester:assert(paths.rmall(root .. '/d', 'yes') == true)
    tester:assert(not paths.dirp(root .. '/d'))
    tester:assert(paths.filep(root .. '/keep/f'), 'links are not followed')
    tester:assert(paths.rmall(root .. '/keep/f', 'yes') == true)
    tester:assert(paths.rmdir(root .. '/keep') == true)
  end)
end

function suite.tmpname()
  local a, b = paths.tmpname(), paths.tmpname()
  tester:ne(a, b)
  tester:assert(not paths.filep(a) and not paths.dirp(a))
  tester:assert(paths.dirp(paths.dirname(a)))
end

function suite.thisfile()
  local here = paths.thisfile()
  tester:eq(paths.basename(here), 'paths_test.lua')
  tester:eq(here:sub(1, 1), '/')
  tester:eq(paths.thisfile('x.lua'), paths.concat(paths.dirname(here), 'x.lua'))
  tester:assert(loadstring('local file = paths.thisfile() return file')() == nil)
end

function suite.dofile_is_relative_to_the_caller()
  in_directory(function()
    touch(root .. '/outer.lua')
    local file = io.open(root .. '/outer.lua', 'w')
    file:write("return (paths.dofile('inner.lua'))\n")
    file:close()
    file = io.open(root .. '/inner.lua', 'w')
    file:write('return 42\n')
    file:close()
    tester:eq(dofile(root .. '/outer.lua'), 42)
  end)
end

function suite.programs()
  local sh = paths.findprogram('surely-no-such-program', 'sh')
  tester:assert(paths.filep(sh))
  tester:eq(paths.basename(sh), 'sh')
  tester:assert(paths.findprogram('surely-no-such-program') == nil)
  tester:assert(paths.dirp(paths.execdir()))
end

function suite.system()
  local name, machine, processor = paths.uname()
  tester:assert(#name > 0 and #machine > 0 and #processor > 0)
  tester:eq(paths.is_win(), false)
  tester:eq(paths.is_mac(), name == 'Darwin')
  tester:assertErrorPattern(function() paths.getregistryvalue('a', 'b', 'c') end,
    'paths%.getregistryvalue: there is no registry on ' .. name)
  tester:assert(paths.require('torch') == torch)
end

tester:add(suite):run()
