-- SPDX-License-Identifier: BSD-3-Clause
-- The `torch` table itself. Each file of this package takes it from here and adds its part;
-- `autoload` names what is loaded only when a script first asks for it.

local torch = {}

local files = {}

-- Makes `torch[name]` load the module `file` at the first access.
function torch.autoload(name, file)
  files[name] = file
end

return require('torch.autoload').listed(torch, files)
