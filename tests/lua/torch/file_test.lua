-- SPDX-License-Identifier: BSD-3-Clause
-- torch.DiskFile, torch.MemoryFile and torch.PipeFile: numbers, strings, modes, positions, errors.

local torch = require 'torch'
local checks = require 'support.checks'
local with_name = checks.with_name

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = checks.fails(tester)

local function list(...)
  return torch.DoubleStorage {...}
end

function suite.numbers_and_storages()
  local types = {Byte = 200, Char = -3, Short = -300, Int = -70000, Long = 2 ^ 40, Float = 0.5,
                 Double = 0.1}
  for _, mode in ipairs {'ascii', 'binary'} do
    with_name(function(name)
      for _, file in ipairs {torch.MemoryFile(), torch.DiskFile(name, 'rw')} do
        file[mode](file)
        for type, value in pairs(types) do
          local storage = torch[type .. 'Storage'] {value, 1, 2}
          tester:eq(file['write' .. type](file, value), 1)
          tester:eq(file['write' .. type](file, storage), 3)
          tester:eq(file['write' .. type](file, storage), 3)
        end
        file:writeBool(true)
        file:writeBool(false)
        file:writeBool()
        file:seek(1)
        for type, value in pairs(types) do
          tester:eq(file['read' .. type](file), value)
          local storage = file['read' .. type](file, 3)
          tester:eq(torch.typename(storage), 'torch.' .. type .. 'Storage')
          tester:eq(storage:totable(), {value, 1, 2})
          storage:fill(0)
          tester:eq(file['read' .. type](file, storage), 3)
          tester:eq(storage:totable(), {value, 1, 2})
        end
        tester:eq({file:readBool(), file:readBool(), file:readBool()}, {true, false, false})
        file:close()
      end
    end)
  end
end

function suite.numbers_are_converted_as_the_method_says()
  local file = torch.MemoryFile()
  file:writeInt(3.9)
  file:writeByte(65)
  file:writeShort(-1.5)
  file:seek(1)
  tester:eq(file:readString('*a'), '3\nA\n-1\n')
end

function suite.ascii_spacing()
  local file = torch.MemoryFile()
  tester:eq(file:isAutoSpacing(), true)
  file:writeDouble(list(1, 0.1))
  file:noAutoSpacing():writeInt(1)
  file:writeInt(2)
  tester:eq(file:isAutoSpacing(), false)
  file:seek(1)
  tester:eq(file:readString('*a'), '1 0.10000000000000001\n12')
end

function suite.strings()
  local file = torch.MemoryFile()
  tester:eq(file:writeString('one\n\0two\nthree'), 14)
  file:seek(1)
  tester:eq(file:readString('*l'), 'one')
  tester:eq(file:readString('*line'), '\0two')
  tester:eq(file:readString('*all'), 'three')
  fails('torch%.File%.readString: memory file: nothing to read: end of file', file.readString, file,
    '*a')
  fails("torch%.File%.readString: format must be '%*l' or '%*a', not '%*n'", file.readString, file, '*n')
  file:quiet()
  tester:eq(file:readString('*l'), '')
  tester:eq(file:hasError(), true)
end

function suite.quiet_and_pedantic()
  local file = torch.MemoryFile()
  file:writeString('1 2 x')
  file:seek(1)
  tester:eq(file:isQuiet(), false)
  tester:eq(file:quiet():isQuiet(), true)
  tester:eq(file:readInt(3):totable(), {1, 2})
  tester:eq(file:hasError(), true)
  file:clearError()
  tester:eq(file:hasError(), false)
  tester:eq(file:readInt(torch.IntStorage(1)), 0)
  tester:eq(file:hasError(), true)
  file:pedantic()
  fails("torch%.File%.readInt: memory file: read 0 of 1 Int numbers: 'x' is no Int", file.readInt, file)
  fails("torch%.File%.readInt: memory file: a number of elements cannot be %-1", file.readInt, file, -1)
  fails('torch%.File%.readByte: memory file: read 1 of 1000000000000 bytes: end of file', file.readByte,
    file, 1e12)
end

function suite.positions()
  local file = torch.MemoryFile()
  file:writeString('abcdef')
  tester:eq(file:position(), 7)
  tester:eq(file:seek(3):readChar(), ('c'):byte())
  tester:eq(file:position(), 4)
  tester:eq(file:seekEnd():position(), 7)
  fails('torch%.File%.seek: positions count from 1, got 0', file.seek, file, 0)
  fails('torch%.File%.seek: memory file: cannot move to position 8', file.seek, file, 8)
end

function suite.modes_and_closing()
  with_name(function(name)
    local file = torch.DiskFile(name, 'w')
    tester:eq({file:isReadable(), file:isWritable(), file:isBinary()}, {false, true, false})
    tester:eq(tostring(file), 'torch.DiskFile on <' .. name .. '> [status: open -- mode  w]')
    fails('torch%.File%.readInt: .* is open for writing only', file.readInt, file)
    fails('torch%.File%.readObject: .* is open for writing only', file.readObject, file)
    file:writeInt(7)
    tester:eq(file:synchronize():close():isWritable(), true)
    tester:eq(tostring(file), 'torch.DiskFile on <' .. name .. '> [status: closed -- mode  w]')
    fails('torch%.File%.writeInt: .* is closed', file.writeInt, file, 1)
    fails('torch%.File%.close: .* is closed', file.close, file)
    tester:eq(torch.DiskFile(name):readInt(), 7)
    tester:eq(torch.typename(torch.DiskFile(name)), 'torch.DiskFile')
    tester:eq(torch.isTypeOf(torch.DiskFile(name), 'torch.File'), true)
  end)
  tester:eq(tostring(torch.MemoryFile('r')), 'torch.MemoryFile [status: open -- mode: r ]')
  fails("torch%.DiskFile: cannot open '/none/x' for reading: No such file", torch.DiskFile, '/none/x')
  fails("torch%.DiskFile: file mode must be 'r', 'w' or 'rw', not 'a'", torch.DiskFile, '/none/x', 'a')
  tester:eq(torch.DiskFile('/none/x', 'r', true), nil)
  fails('torch%.File: the class has no constructor', torch.File)
end

function suite.encodings()
  with_name(function(name)
    local file = torch.DiskFile(name, 'rw'):binary()
    tester:eq({file:isBinary(), file:isLittleEndianCPU(), file:isBigEndianCPU()}, {true, true, false})
    file:bigEndianEncoding():writeInt(1)
    file:littleEndianEncoding():writeInt(1)
    file:nativeEndianEncoding():longSize(4):writeLong(torch.LongStorage {-1, 5})
    file:longSize(0):writeLong(5)
    file:seek(1)
    tester:eq(file:readString('*a'),
      '\0\0\0\1\1\0\0\0\255\255\255\255\5\0\0\0\5\0\0\0\0\0\0\0')
    file:seek(9)
    tester:eq(file:longSize(4):readLong(2):totable(), {-1, 5})
    tester:eq(file:longSize():readLong(), 5)
    fails('torch%.File%.longSize: long size must be 0, 4 or 8, not 3', file.longSize, file, 3)
  end)
end

function suite.memory_files_share_their_storage()
  local storage = torch.CharStorage():string('12 34\0')
  local file = torch.MemoryFile(storage, 'rw')
  tester:eq(file:readInt(), 12)
  file:seekEnd():writeString(' 56')
  tester:eq(file:storage():string(), '12 34 56\0')
  tester:eq(storage:string(), '12 34 56\0')
  fails('torch%.MemoryFile: the storage must end with a 0', torch.MemoryFile,
    torch.CharStorage():string('x'))
  fails('torch%.MemoryFile: CharStorage expected, got Int', torch.MemoryFile, torch.IntStorage(1))
end

function suite.pipes()
  local file = torch.PipeFile('echo 1 2 3; echo end')
  tester:eq(torch.isTypeOf(file, 'torch.DiskFile'), true)
  tester:eq(tostring(file), 'torch.PipeFile on <echo 1 2 3; echo end> [status: open -- mode: r ]')
  tester:eq(file:readInt(3):totable(), {1, 2, 3})
  tester:eq(file:readString('*l'), 'end')
  fails("torch%.File%.readLong: command .*: read 0 of 65536 Long numbers: end of file", file.readLong,
    file, 1e15)
  file:close()
  with_name(function(name)
    local out = torch.PipeFile('cat > ' .. name, 'w')
    out:noBuffer():writeInt(5)
    out:close()
    tester:eq(torch.DiskFile(name):readInt(), 5)
  end)
  fails("torch%.PipeFile: file mode of a pipe must be 'r' or 'w'", torch.PipeFile, 'true', 'rw')
end

function suite.wrong_arguments()
  local file = torch.MemoryFile()
  fails("torch%.File%.writeInt: arguments %('x'%) do not fit", file.writeInt, file, 'x')
  fails('torch%.File%.writeInt: IntStorage expected, got LongStorage', file.writeInt, file,
    torch.LongStorage(1))
  fails('torch%.File%.noBuffer: DiskFile or PipeFile expected, got memory file', torch.DiskFile.noBuffer,
    file)
end

function suite.many_open_files_are_closed_by_the_collector()
  with_name(function(name)
    for _ = 1, 3000 do  -- beyond the number of files that a process may have open
      torch.DiskFile(name, 'rw')
      collectgarbage('step', 100)
    end
  end)
end

tester:add(suite):run()
