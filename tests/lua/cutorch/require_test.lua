-- SPDX-License-Identifier: BSD-3-Clause
-- require 'cutorch' where no GPU can be used: one error that says why, each time, and the program
-- goes on. Where there is one, the first steps with it.

local torch = require 'torch'

local tester = torch.Tester()
local suite = torch.TestSuite()
local here = debug.getinfo(1, 'S').short_src

function suite.says_why_or_works()
  local line = debug.getinfo(1, 'l').currentline + 1
  local ok, result = pcall(function() return require 'cutorch' end)
  if ok then
    tester:assertge(result.getDeviceCount(), 1)
    tester:eq(torch.CudaTensor(2):fill(3):float()[2], 3)
    return
  end
  print(result)
  tester:eq(result:sub(1, #here + 1), here .. ':')
  tester:eq(tonumber(result:match(':(%d+): cutorch: ')), line)
  local reason = result:match('^.-:%d+: cutorch: (.*)$')
  tester:assert(reason:find('no GPU can be used: ', 1, true) == 1 or
                reason:find('the library libtocha-cuda.so cannot be opened: ', 1, true) == 1, reason)
  tester:eq(result:find('\n'), nil)

  local again, second = pcall(require, 'cutorch')
  tester:eq(again, false)
  tester:eq(second:match('cutorch: (.*)$'), reason)

  tester:eq(rawget(_G, 'cutorch'), nil)
  tester:eq(rawget(torch, 'CudaTensor'), nil)
  tester:eq(torch.FloatTensor(2).cuda, nil)
  tester:eq(torch.FloatTensor(2):fill(1):add(1)[2], 2)
end

function suite.another_library_is_refused()
  local th = os.getenv('TH') or 'th'
  local command = 'TOCHA_CUDA_LIBRARY="%s" "' .. th .. [[" -e "require 'cutorch'" 2>&1]]
  local function output_with(library)
    local pipe = io.popen(command:format(library))
    local text = pipe:read('*a')
    pipe:close()
    return text
  end
  tester:assert(output_with('/no/such/file.so'):find(
    'cutorch: the library libtocha-cuda.so cannot be opened: /no/such/file.so', 1, true) ~= nil)
  local other = package.searchpath('tocha', package.cpath)
  tester:assert(output_with(other):find(
    'cutorch: the library libtocha-cuda.so belongs to another version of the engine', 1, true) ~= nil)
end

tester:add(suite):run()
