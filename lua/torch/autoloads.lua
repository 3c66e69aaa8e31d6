-- SPDX-License-Identifier: BSD-3-Clause
-- Parts of torch that many scripts never use: loaded when first asked for.

local torch = require 'torch.env'

for _, name in ipairs {'CmdLine', 'Tester', 'TestSuite', 'Timer'} do
  torch.autoload(name, 'torch.' .. name)
end
torch.autoload('test', 'torch.test')
for _, name in ipairs {'File', 'DiskFile', 'PipeFile', 'MemoryFile'} do
  torch.autoload(name, 'torch.File')
end
for _, name in ipairs {'save', 'load', 'saveobj', 'loadobj', 'serialize', 'deserialize',
                       'serializeToStorage', 'deserializeFromStorage'} do
  torch.autoload(name, 'torch.serialize')
end
