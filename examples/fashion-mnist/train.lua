-- Trains a small convolutional network on the 60,000 images of Fashion-MNIST.
--
--   th train.lua                      3 epochs, about 91 % on the test images
--   th train.lua -smoke               the same on a slice, in seconds
--   th train.lua -resume -epochs 6    3 more
--
-- After each epoch the folder -save holds checkpoint.t7 (network, optimizer, options, random state),
-- accuracy.log, and its curves as accuracy.log.svg and accuracy.log.eps. Ctrl-C ends the run and leaves
-- the last checkpoint as it is.
local torch = require 'torch'
local nn = require 'nn'
local optim = require 'optim'
local xlua = require 'xlua'
local paths = require 'paths'

local here = paths.dirname(paths.thisfile())
local dataset = dofile(paths.concat(here, 'dataset.lua'))
local makeNetwork = dofile(paths.concat(here, 'network.lua'))

local cmd = torch.CmdLine()
cmd:text('Train a convolutional network on Fashion-MNIST')
cmd:text()
cmd:text('Options')
cmd:option('-data', '/usr/share/datasets/fashion-mnist', 'folder of the four gzipped IDX files')
cmd:option('-save', paths.concat(here, 'results'),
           'folder for checkpoint, log and picture; with -smoke that in it called smoke')
cmd:option('-epochs', 3, 'how often all training images are seen')
cmd:option('-batchSize', 64, 'images in one step')
cmd:option('-optimizer', 'adam', 'adam or sgd')
cmd:option('-learningRate', 0, 'step size; 0: 0.003 for adam, 0.05 for sgd')
cmd:option('-learningRateDecay', 0.002, 'the step size falls as 1 / (1 + steps * this)')
cmd:option('-momentum', 0.9, 'of sgd')
cmd:option('-seed', 1, 'of all random numbers')
cmd:option('-threads', 0, '0: as many as the machine has')
cmd:option('-resume', false, 'go on from the checkpoint in -save')
cmd:option('-smoke', false, 'only 1,000 images, to see that everything works')
local opt = cmd:parse(arg)
local given = {}
for _, word in ipairs(arg) do given[word] = true end

-- Ends the program with a message: what was asked for cannot be done.
local function stop(...)
  io.stderr:write('train.lua: ', table.concat({...}), '\n')
  os.exit(1, true)
end

for _, name in ipairs {'epochs', 'batchSize'} do
  local value = opt[name]
  if not (value >= 1 and value % 1 == 0) then
    stop('-', name, ' must be a whole number of at least 1, got ', value)
  end
end
for _, name in ipairs {'learningRate', 'learningRateDecay', 'momentum'} do
  if opt[name] < 0 then stop('-', name, ' must be at least 0, got ', opt[name]) end
end
if opt.optimizer ~= 'adam' and opt.optimizer ~= 'sgd' then
  stop("-optimizer must be adam or sgd, got '", opt.optimizer, "'")
end

if opt.threads > 0 then torch.setnumthreads(opt.threads) end
torch.setdefaulttensortype('torch.FloatTensor')
torch.manualSeed(opt.seed)
local folder = opt.smoke and not given['-save'] and paths.concat(opt.save, 'smoke') or opt.save
paths.mkdir(folder)
local checkpointFile = paths.concat(folder, 'checkpoint.t7')

-- A resumed run keeps the options that it was begun with.
local lasting = {'optimizer', 'learningRate', 'learningRateDecay', 'momentum', 'batchSize', 'seed'}

local function resume()
  if not paths.filep(checkpointFile) then
    stop('there is no ', checkpointFile, ' to resume: begin without -resume')
  end
  local saved = torch.load(checkpointFile)
  if saved.options.smoke ~= opt.smoke then
    stop('the run in ', folder, ' was begun ', saved.options.smoke and 'with' or 'without', ' -smoke')
  end
  for _, name in ipairs(lasting) do
    if given['-' .. name] and opt[name] ~= saved.options[name] then
      stop('the run in ', folder, ' was begun with -', name, ' ', saved.options[name], ', not ', opt[name],
           ': leave the option out, or begin another run, without -resume and with another -save')
    end
    opt[name] = saved.options[name]
  end
  return saved
end

-- A trial must not cost a trained network.
if opt.smoke and not opt.resume and paths.filep(checkpointFile)
   and not torch.load(checkpointFile).options.smoke then
  stop('the checkpoint in ', folder, ' is of a whole run: -smoke needs another -save')
end

local run = opt.resume and resume()
local optimizer = optim[opt.optimizer]
local learningRate = opt.learningRate
if learningRate == 0 then learningRate = opt.optimizer == 'adam' and 0.003 or 0.05 end

local trainSet, testSet = dataset.load(opt.data, opt.smoke and 1000 or nil)

-- What a run is: all of it goes into the checkpoint, so that a resumed run equals one that was never
-- stopped.
if run then
  torch.setRNGState(run.random)
  print(('resuming after epoch %d'):format(run.epoch))
else
  run = {
    epoch = 0,
    history = {},
    options = {smoke = opt.smoke},
    network = makeNetwork(),
    state = {learningRate = learningRate, learningRateDecay = opt.learningRateDecay,
             momentum = opt.optimizer == 'sgd' and opt.momentum or nil},
  }
  for _, name in ipairs(lasting) do run.options[name] = opt[name] end
end

local network = run.network
local criterion = nn.ClassNLLCriterion()
local parameters, gradients = network:getParameters()
print(network)
print(('%d parameters, %d training images, %d test images, %d threads'):format(
  parameters:nElement(), trainSet.data:size(1), testSet.data:size(1), torch.getnumthreads()))

local inputs, targets = torch.Tensor(), torch.Tensor()

-- One pass over the training images in random order; returns the mean loss.
local function trainEpoch(confusion)
  network:training()
  local n = trainSet.data:size(1)
  local order = torch.randperm(n):long()
  local total = 0
  local timer = torch.Timer()
  for first = 1, n, opt.batchSize do
    local size = math.min(opt.batchSize, n - first + 1)
    local chosen = order:narrow(1, first, size)
    inputs:index(trainSet.data, 1, chosen)
    targets:index(trainSet.labels, 1, chosen)

    local function feval()
      gradients:zero()
      local outputs = network:forward(inputs)
      local loss = criterion:forward(outputs, targets)
      network:backward(inputs, criterion:backward(outputs, targets))
      confusion:batchAdd(outputs, targets)
      return loss, gradients
    end

    local _, loss = optimizer(feval, parameters, run.state)
    total = total + loss[1] * size
    local seen = first + size - 1
    xlua.progress(seen, n, ('loss %.3f | %.0f images/s'):format(total / seen, seen / timer:time().real))
  end
  return total / n
end

local function test(confusion)
  network:evaluate()
  local n = testSet.data:size(1)
  for first = 1, n, 500 do
    local size = math.min(500, n - first + 1)
    local outputs = network:forward(testSet.data:narrow(1, first, size))
    confusion:batchAdd(outputs, testSet.labels:narrow(1, first, size))
  end
end

-- The log and its picture, written anew from the history.
local function report()
  local logger = optim.Logger(paths.concat(folder, 'accuracy.log'))
  logger:setNames {'training accuracy (%)', 'test accuracy (%)'}
  logger:style {'-', '-'}
  logger:display(false)
  for _, line in ipairs(run.history) do
    logger:add {line.train, line.test}
  end
  logger:plot()
end

local function main()
  if run.epoch >= opt.epochs then
    print(('nothing to train: %d epochs are done; -epochs %d trains one more'):format(
      run.epoch, run.epoch + 1))
  end
  while run.epoch < opt.epochs do
    print(('epoch %d of %d'):format(run.epoch + 1, opt.epochs))
    local timer = torch.Timer()
    local trained = optim.ConfusionMatrix(dataset.classes)
    local loss = trainEpoch(trained)
    local seconds = timer:time().real
    local tested = optim.ConfusionMatrix(dataset.classes)
    test(tested)
    trained:updateValids()
    tested:updateValids()
    print(tested)
    print(('loss %.4f, training accuracy %.2f %%, test accuracy %.2f %%, %.0f images/s'):format(
      loss, trained.totalValid * 100, tested.totalValid * 100, trainSet.data:size(1) / seconds))

    run.epoch = run.epoch + 1
    table.insert(run.history, {train = trained.totalValid * 100, test = tested.totalValid * 100})
    run.random = torch.getRNGState()
    network:clearState()
    torch.save(checkpointFile, run)  -- to a new file that then takes the old one's place
    report()
  end
end

local ok, message = xpcall(main, function(e)
  return tostring(e):find('interrupted') and e or debug.traceback(e)
end)
if not ok then
  if tostring(message):find('interrupted') then
    print(('\ninterrupted; %s'):format(run.epoch > 0
      and ('the checkpoint of epoch %d is in %s'):format(run.epoch, folder)
      or 'there is no checkpoint yet'))
    os.exit(130, true)
  end
  error(message, 0)
end
print(('test accuracy: %.2f %%'):format(run.history[#run.history].test))
