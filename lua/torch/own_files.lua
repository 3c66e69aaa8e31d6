-- SPDX-License-Identifier: BSD-3-Clause
-- Which files are ours: those of these packages beside the folder that this file came from. The folder
-- alone would not do: an installed tree is shared with other people's modules.

local M = {packages = {}}

for name in ([[torch nn nngraph graph optim xlua paths sys trepl env dok image gnuplot threads
    cutorch cunn cudnn hdf5]]):gmatch('%S+') do
  M.packages[name] = true
end

local root = debug.getinfo(1, 'S').source:match('^(.-)[^/\\]+[/\\][^/\\]+$')

-- is_own(source): whether the chunk of that source, as debug.getinfo gives it, is one of our files.
function M.is_own(source)
  if not root or source:sub(1, #root) ~= root then return false end
  return M.packages[source:match('^[^/\\]+', #root + 1)] == true
end

return M
