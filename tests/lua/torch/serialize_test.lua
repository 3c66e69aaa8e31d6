-- SPDX-License-Identifier: BSD-3-Clause
-- torch.save, torch.load and file:writeObject: files recorded from Torch7, references, classes,
-- functions, unknown classes, other widths of `long`, and errors that leave the disk as it was.

local torch = require 'torch'
local checks = require 'support.checks'
local contents, with_name = checks.contents, checks.with_name

local folder = debug.getinfo(1, 'S').source:match('^@(.*)[/\\]') or '.'
local golden = folder .. '/../../golden/'

local tester = torch.Tester()
local suite = torch.TestSuite()

local fails = checks.fails(tester)

local function copy_of(object, mode, options)
  return torch.deserialize(torch.serialize(object, mode), mode, options)
end

function suite.recorded_files_come_back_byte_for_byte()
  for name, mode in pairs {['values_binary.t7'] = 'binary', ['values_ascii.t7'] = 'ascii'} do
    local object = torch.load(golden .. name, mode)
    tester:assert(torch.serialize(object, mode) == contents(golden .. name), name)
    with_name(function(path)
      torch.save(path, object, mode)
      tester:assert(contents(path) == contents(golden .. name), name .. ' on disk')
    end)
  end
  for _, name in ipairs {'layers.t7', 'criterions.t7'} do
    local object = torch.load(golden .. name, {unknown = 'keep'})
    tester:assert(torch.serialize(object) == contents(golden .. name), name)
  end
end

function suite.recorded_values()
  for _, t in ipairs {torch.load(golden .. 'values_binary.t7'),
                      torch.load(golden .. 'values_ascii.t7', 'ascii')} do
    tester:eq({t[1], t[2], t.int, t.neg, t.number, t.yes, t.no}, {'first', 'second', 42, -7, 3.25, true,
      false})
    tester:assert(t.inf == math.huge)
    tester:eq(t.string, 'plain \0 with zero \n and newline')
    tester:eq(torch.typename(t.size), 'torch.LongStorage')
    tester:eq(t.size:totable(), {2, 3, 4})
    tester:assert(rawequal(t.nested.self, t.nested))
    tester:eq({t.nested.a.b.c}, {'d'})
    for _, name in ipairs {'Byte', 'Char', 'Short', 'Int', 'Long', 'Half', 'Float', 'Double'} do
      local class = 'torch.' .. name .. 'Tensor'
      local full, empty, part = t[class], t[class .. '_empty'], t[class .. '_noncontiguous']
      tester:eq({torch.typename(full), torch.typename(empty), torch.typename(part)}, {class, class, class})
      tester:eq(full:size():totable(), {2, 3, 4})
      tester:eq({full[1][1][1], full[1][2][3], full[2][3][4]}, {1, 7, 24})
      tester:eq(empty:nElement(), 0)
      tester:eq(part:size():totable(), {2, 3, 2})
      tester:eq(part:stride():totable(), {1, 4, 12})
      tester:eq({part:storageOffset(), part[1][1][1], part[2][3][2]}, {2, 2, 23})
      tester:eq(t['torch.' .. name .. 'Storage']:totable(), {1, 2, 3})
    end
    local shared = t.shared
    tester:assert(rawequal(shared.same, shared.whole))
    shared.whole[3] = 77
    tester:eq(shared.tail[1], 77)
  end
end

function suite.layers_can_be_inspected_without_their_package()
  local layers = torch.load(golden .. 'layers.t7', {unknown = 'keep'})
  tester:eq(#layers, 113)
  local linear = layers[1].module
  tester:eq(torch.typename(linear), 'nn.Linear')
  tester:eq(torch.type(linear), 'nn.Linear')
  tester:eq(type(linear), 'table')
  tester:assert(torch.isTensor(linear.weight))
  tester:eq(tostring(linear), 'nn.Linear (unknown class)')
  fails("torch%.load: '.*layers%.t7': unknown Torch class <nn%.Linear>; require its package", torch.load,
    golden .. 'layers.t7')
end

function suite.references()
  local inner, t = {}, torch.FloatTensor(2):fill(1)
  local object = {inner, inner, t, t, view = t:narrow(1, 2, 1)}
  object.self = object
  for _, mode in ipairs {'binary', 'ascii'} do
    local copy = copy_of(object, mode)
    tester:assert(rawequal(copy[1], copy[2]) and not rawequal(copy[1], inner))
    tester:assert(rawequal(copy[3], copy[4]))
    tester:assert(rawequal(copy.self, copy))
    copy[3][2] = 5
    tester:eq(copy.view[1], 5)
    tester:eq(t[2], 1)
  end
  -- Across several objects in one file too.
  local file = torch.MemoryFile()
  file:writeObject(inner)
  file:writeObject({inner})
  file:seek(1)
  local one = file:readObject()
  tester:assert(rawequal(file:readObject()[1], one))
end

function suite.unreferenced_files_write_every_time()
  local t = torch.DoubleTensor {1}
  local file = torch.MemoryFile()
  tester:eq(file:isReferenced(), true)
  tester:eq(rawequal(file:referenced(false), file), true)
  tester:eq(file:isReferenced(), false)
  for i = 1, 3 do
    t[1] = i
    file:writeObject(t)
  end
  file:seek(1)
  for i = 1, 3 do tester:eq(file:readObject()[1], i) end
  with_name(function(name)
    torch.save(name, {t, t}, 'binary', false)
    local copy = torch.load(name, 'binary', false)
    tester:assert(not rawequal(copy[1], copy[2]))
    tester:eq(copy[2][1], 3)
  end)
  local circle = {}
  circle.circle = circle
  fails('torch%.save: objects are nested more than %d+ levels deep', torch.save, '/dev/null', circle,
    'binary', false)
end

function suite.equal_tables_give_equal_files()
  local names = {}
  for i = 1, 100 do names[i] = 'name' .. (i * 7919 % 1000) end
  local forward, backward = {}, {}
  for i = 1, 100 do forward[names[i]] = i end
  for i = 100, 1, -1 do backward[names[i]] = i end
  tester:assert(torch.serialize(forward) == torch.serialize(backward))
  local mixed = {10, 20, [0.5] = 'half', [-1] = 'minus', [100] = 'far', [true] = 1, [false] = 0, a = 1}
  local file = torch.MemoryFile()
  file:writeObject(mixed)
  local copy = copy_of(mixed, 'ascii')
  tester:eq(copy, mixed)
  local keys = {}
  for line in torch.serialize({[3] = 0, [1] = 0, [-2] = 0, b = 0, a = 0}, 'ascii'):gmatch('[^\n]+') do
    keys[#keys + 1] = line
  end
  tester:eq(table.concat(keys, ' '), '3 1 5 1 -2 1 0 1 1 1 0 1 3 1 0 2 1 a 1 0 2 1 b 1 0')
end

function suite.added_fields_come_after_those_that_were_read()
  local text = '3\n1\n2\n2\n1\nb\n1\n1\n2\n1\na\n1\n2\n'
  local object = torch.deserialize(text, 'ascii')
  tester:eq(object, {a = 2, b = 1})
  tester:eq(torch.serialize(object, 'ascii'), text)
  object.c, object.b = 3, nil
  tester:eq(torch.serialize(object, 'ascii'), '3\n1\n2\n2\n1\na\n1\n2\n2\n1\nc\n1\n3\n')
end

function suite.deep_objects()
  local chain
  for i = 1, 10000 do chain = {next = chain, i = i} end
  local copy = copy_of(chain)
  local n = 0
  while copy do
    copy, n = copy.next, n + 1
  end
  tester:eq(n, 10000)
  local deep = ('3\n%d\n1\n1\n1\n'):rep(100000)
  local i = 0
  deep = deep:gsub('%%d', function() i = i + 1 return tostring(i) end)
  fails('torch%.deserialize: objects are nested more than 30000 levels deep', torch.deserialize, deep,
    'ascii')
end

-- --- classes ---

local Point = torch.class('test_serialize.Point', {})
function Point:__init(x) self.x = x end

local Hooked = torch.class('test_serialize.Hooked', 'test_serialize.Point', {})
function Hooked:write(file) file:writeObject({self.x * 2}) end
function Hooked:read(file, version)
  self.x, self.version = file:readObject()[1] / 2, version
end

local function new(class, ...)
  local object = torch.factory(class)()
  object:__init(...)
  return object
end

function suite.classes()
  local point = new('test_serialize.Point', {1, 2})
  point.back = point
  local copy = copy_of({point, point})
  tester:eq(torch.typename(copy[1]), 'test_serialize.Point')
  tester:assert(rawequal(copy[1], copy[2]) and rawequal(copy[1].back, copy[1]))
  tester:eq(copy[1].x, {1, 2})
  Hooked.__version = 3
  local hooked = copy_of(new('test_serialize.Hooked', 21))
  tester:eq({torch.typename(hooked), hooked.x, hooked.version}, {'test_serialize.Hooked', 21, 3})
  -- Files from before versions have the class name alone.
  local old = torch.deserialize('4\n1\n20\ntest_serialize.Point\n3\n2\n1\n2\n1\nx\n1\n5\n', 'ascii')
  tester:eq({torch.typename(old), old.x}, {'test_serialize.Point', 5})
end

function suite.generators_and_storages()
  local generator = torch.Generator()
  torch.manualSeed(generator, 5)
  torch.normal(generator)
  local copies = {copy_of(generator, 'binary'), copy_of(generator, 'ascii')}
  local normal, number = torch.normal(generator), torch.random(generator)
  for _, copy in ipairs(copies) do
    tester:eq(torch.typename(copy), 'torch.Generator')
    tester:eq({torch.normal(copy), torch.random(copy)}, {normal, number})
  end
end

function suite.strings_and_storages()
  for _, mode in ipairs {'binary', 'ascii'} do
    local object = {1, torch.IntTensor {5}, 'x'}
    local storage = torch.serializeToStorage(object, mode)
    tester:eq(torch.typename(storage), 'torch.CharStorage')
    tester:eq(storage:string(), torch.serialize(object, mode))
    tester:eq(torch.deserializeFromStorage(storage, mode), object)
    local bytes = torch.ByteStorage():string(storage:string())
    tester:eq(torch.deserializeFromStorage(bytes, mode), object)
    local spread = torch.CharTensor(#storage, 2)
    spread:select(2, 1):copy(torch.CharTensor(storage))
    tester:eq(torch.deserializeFromStorage(spread:select(2, 1), mode), object)
    tester:eq(storage:string(), torch.serialize(object, mode), 'left as it was')
  end
  fails('torch%.deserializeFromStorage: argument must be a CharStorage, got text',
    torch.deserializeFromStorage, 'text')
  fails('torch%.deserializeFromStorage: argument must be a CharStorage', torch.deserializeFromStorage,
    torch.IntStorage(1))
  fails('torch%.deserializeFromStorage: memory file: read 0 of 4 bytes', torch.deserializeFromStorage,
    torch.CharStorage())
end

-- As Torch7 on a 32-bit system, or on Windows, writes {t = torch.FloatTensor{{1, 2}}, f = false}.
function suite.a_file_of_a_32_bit_writer_byte_by_byte()
  local function int(n) return string.char(n % 256, math.floor(n / 256) % 256, 0, 0) end
  local function text(s) return int(#s) .. s end
  local bytes = table.concat {
    int(3), int(1), int(2),                                           -- a table, number 1, of 2 fields
    int(2), text 't', int(4), int(2), text 'V 1', text 'torch.FloatTensor',
    int(2), int(1), int(2), int(2), int(1), int(1),                   -- 2 dimensions, sizes, strides, offset
    int(4), int(3), text 'V 1', text 'torch.FloatStorage', int(2), '\0\0\128\63', '\0\0\0\64',
    int(2), text 'f', int(5), int(0),
  }
  with_name(function(name)
    local file = assert(io.open(name, 'wb'))
    file:write(bytes)
    file:close()
    for _, mode in ipairs {'b32', false} do
      local object = torch.load(name, mode or nil)
      tester:eq(torch.typename(object.t), 'torch.FloatTensor')
      tester:eq({object.t:totable(), object.f}, {{{1, 2}}, false})
      torch.save(name, object, 'b32')
      tester:assert(contents(name) == bytes, 'written back the same')
    end
  end)
  tester:eq(torch.deserialize(bytes, 'b32').t[1][2], 2)
  fails('torch%.deserialize: memory file: a tensor of ', torch.deserialize, bytes, 'b64')
end

function suite.unwritable_values()
  fails('torch%.save: a thread at <%?>%.a%.2 cannot be written', torch.save, '/dev/null',
    {a = {1, coroutine.create(print)}})
  fails('torch%.serialize: a function at <%?> cannot be written', torch.serialize, math.sin)
  local file = torch.MemoryFile()
  fails('torch%.File%.writeObject: a userdata at <%?>%.x cannot be written', file.writeObject,
    file, {x = newproxy()})
  fails('torch%.File%.writeObject: a userdata at name%.x cannot', file.writeObject, file,
    {x = newproxy()}, 'name')
  tester:eq({file:isWritableObject(nil), file:isWritableObject(1), file:isWritableObject(false),
             file:isWritableObject({}), file:isWritableObject(torch.IntTensor()),
             file:isWritableObject(function() end)}, {0, 1, 5, 3, 4, 8})
  tester:eq(file:isWritableObject(math.sin), nil)
end

function suite.hooks_replace_what_is_written()
  local file = torch.MemoryFile()
  local function hook(value) return type(value) == 'number' and value + 1 or value end
  file:writeObject({10, {20}}, 'name', hook)
  file:seek(1)
  tester:eq(file:readObject(), {[2] = 11, [3] = {[2] = 21}})
end

-- --- functions ---

local function counter_pair()
  local n = 0
  return {up = function() n = n + 1 return n end, read = function() return n end}
end

function suite.functions_do_not_run_unless_trusted()
  local pair = counter_pair()
  pair.up()
  local bytes = torch.serialize(pair)
  local copy = torch.deserialize(bytes)
  tester:eq(type(copy.up), 'function')
  fails('function from memory file: functions in files are not loaded, unless the file is trusted', copy.up)
  tester:assert(torch.serialize(copy) == bytes, 'saved back unchanged')
  local live = torch.deserialize(bytes, {trusted = true})
  tester:eq({live.up(), live.up(), live.read()}, {2, 3, 3})
  tester:eq(pair.read(), 1)
  fails('torch%.deserialize: trusted must be true or false, got yes', torch.deserialize, bytes,
    {trusted = 'yes'})
end

function suite.a_path_names_upvalues()
  local inner = {list = {1, math.sin}}
  local function f() return inner end
  fails('torch%.serialize: a function at <%?>%.inner%.list%.2 cannot be written', torch.serialize, f)
  fails('torch%.serialize: a function at <%?>%.g%.inner%.list%.2 cannot', torch.serialize, {g = f})
end

function suite.a_function_that_refers_to_itself()
  local function factorial(n) return n < 2 and 1 or n * factorial(n - 1) end
  local bytes = torch.serialize(factorial)
  tester:eq(torch.deserialize(bytes, {trusted = true})(5), 120)
  tester:assert(torch.serialize(torch.deserialize(bytes)) == bytes)
end

-- A recorded kind of function: 6 has no index, 6 and 7 have their upvalues as a list of values.
local function old_function(kind, f, upvalue)
  local file = torch.MemoryFile()
  local dump = string.dump(f)
  file:writeInt(kind)
  if kind ~= 6 then file:writeInt(1) end
  file:writeInt(#dump)
  file:writeChar(torch.CharStorage():string(dump))
  file:writeString(('3\n2\n1\n1\n1\n1\n%d\n'):format(upvalue))
  file:seek(1)
  return file:readString('*a')
end

-- What a file object wrote itself is the program's own code: clone() goes this way.
function suite.a_file_reads_its_own_functions_back()
  local file = torch.MemoryFile():binary()
  local pair = counter_pair()
  pair.up()
  file:writeObject(pair)
  file:seek(1)
  local copy = file:readObject()
  tester:eq({copy.up(), copy.up(), copy.read(), pair.read()}, {2, 3, 3, 1})
  -- So are the same bytes in another memory file; other bytes are not, even in this one.
  local other = torch.MemoryFile(file:storage(), 'r'):binary()
  tester:eq(other:readObject().up(), 2)
  file = torch.MemoryFile()
  file:writeObject(pair.up)
  file:writeString(old_function(6, pair.read, 42))
  file:seek(1)
  tester:eq(file:readObject()(), 2)
  fails('functions in files are not loaded', file:readObject())
end

function suite.older_kinds_of_functions()
  local n = 0
  local function f() return n end
  for _, kind in ipairs {6, 7, 8} do
    if kind ~= 8 then
      local text = old_function(kind, f, 42)
      tester:eq(torch.deserialize(text, 'ascii', {trusted = true})(), 42)
      local stand_in = torch.deserialize(text, 'ascii')
      fails('functions in files are not loaded', stand_in)
      if kind == 7 then tester:assert(torch.serialize(stand_in, 'ascii') == text) end
    end
  end
  local broken = torch.deserialize('8\n1\n3\nxyz\n3\n2\n0\n', 'ascii', {trusted = true})
  fails('it could not be loaded', broken)
end

-- --- classes of devices, and writers of other widths ---

function suite.cuda_tensors_load_as_their_twins()
  local names = {CudaTensor = 'Float', CudaDoubleTensor = 'Double', CudaLongTensor = 'Long',
                 CudaHalfTensor = 'Half', CudaByteTensor = 'Byte'}
  for name, twin in pairs(names) do
    if not torch.factory('torch.' .. name) then
      local t = torch[twin .. 'Tensor'](3):fill(2)
      local text = torch.serialize(t, 'ascii')
      local storage = name:gsub('Tensor', 'Storage')
      text = text:gsub('%d+\ntorch%.' .. twin .. 'Tensor', #name + 6 .. '\ntorch.' .. name)
      text = text:gsub('%d+\ntorch%.' .. twin .. 'Storage', #storage + 6 .. '\ntorch.' .. storage)
      local copy = torch.deserialize(text, 'ascii')
      tester:eq(torch.typename(copy), 'torch.' .. twin .. 'Tensor')
      tester:eq({copy:nElement(), copy[3]}, {3, 2})
    end
  end
end

function suite.longs_of_four_bytes()
  with_name(function(name)
    local object = {torch.FloatTensor {{1, 2}, {3, 4}}, torch.LongTensor {5, 6}, 'text'}
    torch.save(name, object, 'b32')
    for _, mode in ipairs {'b32', false} do
      local copy = torch.load(name, mode or nil)
      tester:eq({copy[1][2][1], copy[2][2], copy[3]}, {3, 6, 'text'})
    end
    fails('torch%.load: ', torch.load, name, 'b64')
    torch.save(name, object, 'ascii')
    tester:eq(torch.load(name)[2][1], 5)
    torch.save(name, object, 'b64')
    tester:eq(torch.load(name)[2][1], 5)
  end)
end

-- A file whose line ends became "\r\n" on its way.
function suite.ascii_files_from_windows()
  local object = {1.5, 'text', true, t = torch.FloatTensor {{1, 2}, {3, 4}}, c = torch.CharStorage {65, 66},
                  l = torch.LongStorage {5}, e = torch.IntTensor()}
  object.self = object
  local text = torch.serialize(object, 'ascii'):gsub('\n', '\r\n')
  local copy = torch.deserialize(text, 'ascii')
  tester:assert(rawequal(copy.self, copy))
  tester:eq({copy[1], copy[2], copy[3], copy.t:totable(), copy.c:string(), copy.l[1], copy.e:nElement()},
    {1.5, 'text', true, {{1, 2}, {3, 4}}, 'AB', 5, 0})
  with_name(function(name)
    local file = assert(io.open(name, 'wb'))
    file:write(text)
    file:close()
    tester:eq(torch.load(name, 'ascii')[2], 'text')
  end)
end

-- --- errors ---

function suite.failures_leave_the_old_file()
  with_name(function(name)
    torch.save(name, {1})
    local before = contents(name)
    fails('torch%.save: a thread at <%?>%.2 cannot', torch.save, name, {1, coroutine.create(print)})
    tester:assert(contents(name) == before)
    local listing = io.popen('ls -a ' .. name .. '*')
    tester:eq(listing:read('*a'), name .. '\n')
    listing:close()
  end)
  fails('torch%.save: cannot open \'/none/x\' for writing: No such file', torch.save, '/none/x', 1)
  fails("torch%.save: '/dev/full': .*: No space left on device", torch.save, '/dev/full',
    torch.DoubleTensor(100000))
end

function suite.wrong_arguments()
  fails("torch%.load: cannot open '/none/x' for reading: No such file", torch.load, '/none/x')
  fails("torch%.load: mode must be 'binary', 'ascii', 'b32' or 'b64', got text", torch.load, 'x', 'text')
  fails('torch%.load: file name must be a string, got nil', torch.load)
  fails("torch%.load: unknown must be 'keep' or nil, got drop", torch.load, 'x', {unknown = 'drop'})
  fails('torch%.load: option trust is not known', torch.load, 'x', {trust = true})
  fails('torch%.save: referenced must be true or false, got 1', torch.save, 'x', 1, 'binary', 1)
  fails('torch%.deserialize: argument must be a string', torch.deserialize, 5)
  local file = torch.MemoryFile()
  fails('torch%.File%.readObject: option trust = true is not known', file.readObject, file, {trust = true})
end

function suite.errors_blame_the_line_of_the_caller()
  local ok, err = pcall(function() return torch.deserialize('junk') end)
  tester:eq(ok, false)
  tester:assert(err:find('serialize_test%.lua:%d+: torch%.deserialize: memory file: ') ~= nil, err)
end

-- What a MemoryFile holds is loaded with its functions if this process wrote it so; nothing else is.
function suite.functions_in_memory_files()
  local secret = 'upvalue'
  local function job(x) return x .. ' ' .. secret end
  local function written(object)
    local file = torch.MemoryFile()
    file:writeObject(object)
    return file:storage()
  end
  local function read(storage, mode)
    local file = torch.MemoryFile(storage, 'r')
    return file[mode or 'ascii'](file):readObject()
  end
  local function refused(storage, mode)
    local got = read(storage, mode)
    fails('functions in files are not loaded', type(got) == 'table' and got[1] or got, 'x')
  end
  tester:eq(read(written(job))('my'), 'my upvalue')
  tester:eq(read(written {job, 5})[1]('my'), 'my upvalue')
  -- behind other things, in ascii, twice
  local file = torch.MemoryFile():ascii()
  file:writeInt(7)
  file:writeObject {job}
  file:writeObject {a = 1, f = function() return secret end}
  local other = torch.MemoryFile(file:storage(), 'r'):ascii()
  tester:eq(other:readInt(), 7)
  tester:eq(other:readObject()[1]('a'), 'a upvalue')
  tester:eq(other:readObject().f(), 'upvalue')
  -- changed by a byte, also in an upvalue alone
  local storage = written {job}
  local text = torch.CharTensor(storage):clone()
  for i = 1, #storage - 1 do
    if storage:string():sub(i, i + 6) == secret then storage[i] = ('U'):byte() end
  end
  refused(storage)
  torch.CharTensor(storage):copy(text)
  tester:eq(read(storage)[1]('x'), 'x upvalue')
  -- as a string, by torch.serialize, from a disk
  text = torch.serialize {function(x) return x .. secret end}
  file = torch.MemoryFile()
  file:writeString(text)
  refused(file:storage(), 'binary')
  fails('functions in files are not loaded', torch.deserialize(text)[1], 'x')
  text = written({job}):string():sub(1, -2)
  fails('functions in files are not loaded', torch.deserialize(text, 'ascii')[1], 'x')
  local name = os.tmpname()
  torch.save(name, {function(x) return x end})
  fails('functions in files are not loaded', torch.load(name)[1], 'x')
  local disk = io.open(name, 'rb'):read('*a')
  file = torch.MemoryFile()
  file:writeString(disk)
  refused(file:storage(), 'binary')
  os.remove(name)
end

tester:add(suite):run()
