-- SPDX-License-Identifier: BSD-3-Clause
-- The Fashion-MNIST example as its users run it: a short run, a resumed one, an interrupted one, a
-- full disk, damaged data. TH and SOURCE come from ctest.

local torch = require 'torch'
local paths = require 'paths'
local sys = require 'sys'
require 'nn'

local th, source = os.getenv('TH'), os.getenv('SOURCE')
local train = source .. '/examples/fashion-mnist/train.lua'
local data = '/usr/share/datasets/fashion-mnist'
local folder = os.tmpname()
os.remove(folder)
paths.mkdir(folder)

local tester = torch.Tester()
local tests = torch.TestSuite()

-- Runs a shell command; returns its exit status and all it printed.
local function run(command)
  local output = paths.concat(folder, 'output')
  local ok, _, status = os.execute(('( %s ) > %s 2>&1'):format(command, output))
  local file = assert(io.open(output))
  local text = file:read('*a')
  file:close()
  if type(ok) == 'number' then status = math.floor(ok / 256) end -- as Lua 5.1 returns it
  return ok == true and 0 or status, text
end

local function smoke(save, options)
  return ('"%s" "%s" -smoke -threads 1 -save %s/%s %s'):format(th, train, folder, save, options or '')
end

local function parameters(save)
  return (torch.load(('%s/%s/checkpoint.t7'):format(folder, save)).network:getParameters())
end

local function lastLine(text)
  return text:match('([^\n]*)\n$')
end

function tests.smoke()
  local status, text = run(smoke('a', '-epochs 2'))
  tester:eq(status, 0, text)
  tester:assert(lastLine(text):match('^test accuracy: %d+%.%d%d %%$') ~= nil, lastLine(text))
  local log = io.open(folder .. '/a/accuracy.log'):read('*a')
  tester:eq(select(2, log:gsub('\n', '')), 3)  -- the names and a line an epoch
  if os.execute('command -v gnuplot > /dev/null') then
    tester:assert(paths.filep(folder .. '/a/accuracy.svg') or paths.filep(folder .. '/a/accuracy.log.svg'),
                  'the picture is there')
  end
end

function tests.resumeIsBitIdentical()
  local _, whole = run(smoke('a', '-epochs 2'))
  tester:eq(run(smoke('b', '-epochs 1')), 0)
  local status, resumed = run(smoke('b', '-epochs 2 -resume'))
  tester:eq(status, 0, resumed)
  tester:eq(lastLine(resumed), lastLine(whole))
  tester:eq((parameters('a') - parameters('b')):abs():max(), 0)
end

function tests.sgd()
  local status, text = run(smoke('s', '-epochs 1 -optimizer sgd'))
  tester:eq(status, 0, text)
  status, text = run(smoke('s', '-optimizer newton'))
  tester:eq(status, 1)
  tester:assert(text:find("-optimizer must be adam or sgd, got 'newton'", 1, true) ~= nil, text)
end

function tests.interrupt()
  local start = sys.clock()
  tester:eq(run(smoke('c', '-epochs 1')), 0)
  local before = parameters('c')
  -- Long enough to be training by then, however busy the machine is; 10,000 epochs take longer.
  local seconds = 2 + 3 * (sys.clock() - start)
  local status, text = run(('timeout --preserve-status -s INT %.1f %s')
    :format(seconds, smoke('c', '-resume -epochs 10000')))
  tester:eq(status, 130, text)
  tester:assert(text:find('interrupted; the checkpoint of epoch', 1, true) ~= nil, text)
  tester:eq(parameters('c'):nElement(), before:nElement())
  tester:eq(run(smoke('c', '-resume -epochs 1')), 0)
end

function tests.fullDisk()
  tester:eq(run(smoke('d', '-epochs 1')), 0)
  local before = parameters('d'):clone()
  -- the limit on a file's size stands for the end of the disk
  local status, text = run('ulimit -f 100; ' .. smoke('d', '-resume -epochs 2'))
  tester:ne(status, 0)
  tester:assert(text:find('checkpoint.t7', 1, true) ~= nil, text)
  tester:eq((parameters('d') - before):abs():max(), 0)
  local left = {}
  for name in paths.iterfiles(folder .. '/d') do
    if name:find('checkpoint') then table.insert(left, name) end
  end
  tester:eq(left, {'checkpoint.t7'})
end

function tests.damagedData()
  local bad = folder .. '/data'
  os.execute(('mkdir -p %s && cp %s/*.gz %s/'):format(bad, data, bad))
  local file = bad .. '/train-images-idx3-ubyte.gz'
  os.execute(('head -c 100000 %s/train-images-idx3-ubyte.gz > %s'):format(data, file))
  local status, text = run(smoke('e', '-data ' .. bad))
  tester:eq(status, 1)
  tester:assert(text:find("torch.loadIDX: '" .. file .. "' is cut off: ", 1, true) ~= nil, text)
  os.remove(file)
  status, text = run(smoke('e', '-data ' .. bad))
  tester:eq(status, 1)
  tester:assert(text:find("torch.loadIDX: cannot read '" .. file .. "': No such file", 1, true) ~= nil,
                text)
end

function tests.missingCheckpoint()
  local status, text = run(smoke('nothing', '-resume'))
  tester:eq(status, 1)
  tester:assert(text:find('there is no .*/nothing/checkpoint.t7 to resume') ~= nil, text)
  tester:eq(text:find('traceback'), nil, text)
end

-- What cannot be done is said in a line; a resumed run keeps the options that it was begun with.
function tests.options()
  local function refused(options, message, save)
    local status, text = run(smoke(save or 'o', options))
    tester:eq(status, 1, text)
    tester:eq(text, 'train.lua: ' .. message .. '\n')
  end
  refused('-epochs 0', '-epochs must be a whole number of at least 1, got 0')
  refused('-epochs 1.5', '-epochs must be a whole number of at least 1, got 1.5')
  refused('-batchSize 0', '-batchSize must be a whole number of at least 1, got 0')
  refused('-learningRate -1', '-learningRate must be at least 0, got -1')
  tester:eq(run(smoke('o', '-epochs 1 -optimizer sgd -batchSize 100')), 0)
  local ending = ': leave the option out, or begin another run, without -resume and with another -save'
  for options, what in pairs {
    ['-optimizer adam'] = '-optimizer sgd, not adam', ['-batchSize 64'] = '-batchSize 100, not 64',
    ['-learningRate 100'] = '-learningRate 0, not 100', ['-momentum 0.5'] = '-momentum 0.9, not 0.5',
    ['-learningRateDecay 1'] = '-learningRateDecay 0.002, not 1', ['-seed 2'] = '-seed 1, not 2',
  } do
    refused('-resume -epochs 2 ' .. options,
            'the run in ' .. folder .. '/o was begun with ' .. what .. ending)
  end
  local status, text = run(smoke('o', '-resume -epochs 1'))
  tester:eq(status, 0, text)
  local said = "nothing to train: 1 epochs are done; -epochs 2 trains one more"
  tester:assert(text:find(said, 1, true) ~= nil, text)
  tester:eq(run(smoke('o', '-resume -epochs 2 -batchSize 100')), 0) -- as it was
  -- a whole run's checkpoint
  local file = folder .. '/o/checkpoint.t7'
  local checkpoint = torch.load(file)
  checkpoint.options.smoke = false
  torch.save(file, checkpoint)
  refused('', 'the checkpoint in ' .. folder .. '/o is of a whole run: -smoke needs another -save')
  refused('-resume', 'the run in ' .. folder .. '/o was begun without -smoke')
end

tester:add(tests)
tester:run()
paths.rmall(folder, 'yes')
