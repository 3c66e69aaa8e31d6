// SPDX-License-Identifier: BSD-3-Clause
// Files for Lua: torch.DiskFile, torch.PipeFile and torch.MemoryFile. The classes themselves are
// made in lua/torch/File.lua.
#include <array>

#include "bindings/lua/modules.h"
#include "core/io/disk_file.h"
#include "core/io/memory_file.h"
#include "core/io/pipe_file.h"
#include "core/io/storage_io.h"

namespace tocha::lua {
namespace {

void push_self(Call& c) {
  lua_pushvalue(c.L, c.slot(0));
  c.pushed(1);
}

// --- numbers, alone and in storages ---

template <class T>
void read_one(Call& c) {
  c.push(double(c.file(0).read<T>()));
}

template <class T>
void read_many(Call& c) {
  StoragePtr storage = StoragePtr::adopt(Storage::make(cpu_device(), kDType<T>, 0));
  read_elements(c.file(0), *storage, c.integer(1));
  push_storage(c.L, c.state, std::move(storage));
  c.pushed(1);
}

template <class T>
Storage& storage_of(Call& c) {
  Storage& storage = c.storage(1);
  if (storage.dtype() != kDType<T> || !storage.device().host_accessible()) {
    fail(kDType<T>, "Storage expected, got ", storage.device().type_prefix(), storage.dtype(),
         "Storage");
  }
  return storage;
}

template <class T>
void read_into(Call& c) {
  Storage& storage = storage_of<T>(c);
  c.push(double(c.file(0).read(kDType<T>, storage.data(), storage.size())));
}

template <class T>
void write_one(Call& c) {
  const T value = convert<T>(c.number(1));
  c.push(double(c.file(0).write(kDType<T>, &value, 1)));
}

template <class T>
void write_all(Call& c) {
  Storage& storage = storage_of<T>(c);
  c.push(double(c.file(0).write(kDType<T>, storage.data(), storage.size())));
}

template <class T>
constexpr std::array<Overload, 5> numbers(const char* read, const char* write) {
  return {{
      {read, "f:file", read_one<T>},
      {read, "f:file, n:integer", read_many<T>},
      {read, "f:file, to:storage", read_into<T>},
      {write, "f:file, value:number", write_one<T>},
      {write, "f:file, from:storage", write_all<T>},
  }};
}

constexpr std::array<Overload, 5> kNumbers[] = {
    numbers<uint8_t>("readByte", "writeByte"),    numbers<int8_t>("readChar", "writeChar"),
    numbers<int16_t>("readShort", "writeShort"),  numbers<int32_t>("readInt", "writeInt"),
    numbers<int64_t>("readLong", "writeLong"),    numbers<float>("readFloat", "writeFloat"),
    numbers<double>("readDouble", "writeDouble"),
};

// --- methods of every file ---

constexpr Overload kFile[] = {
    {"readBool", "f:file", [](Call& c) { c.push(c.file(0).read<int32_t>() == 1); }},
    {"writeBool", "f:file, [value:any]",
     [](Call& c) { c.file(0).write<int32_t>(c.has(1) && lua_toboolean(c.L, c.slot(1))); }},
    {"readString", "f:file, format:string",
     [](Call& c) {
       const std::string_view format = c.string(1);
       if (format.starts_with("*l")) return c.push(c.file(0).read_line());
       if (format.starts_with("*a")) return c.push(c.file(0).read_rest());
       fail("format must be '*l' or '*a', not '", format, "'");
     }},
    {"writeString", "f:file, text:string",
     [](Call& c) { c.push(double(c.file(0).write_string(c.string(1)))); }},

    {"binary", "f:file", [](Call& c) { c.file(0).binary = true, push_self(c); }},
    {"ascii", "f:file", [](Call& c) { c.file(0).binary = false, push_self(c); }},
    {"autoSpacing", "f:file", [](Call& c) { c.file(0).auto_spacing = true, push_self(c); }},
    {"noAutoSpacing", "f:file", [](Call& c) { c.file(0).auto_spacing = false, push_self(c); }},
    {"quiet", "f:file", [](Call& c) { c.file(0).quiet = true, push_self(c); }},
    {"pedantic", "f:file", [](Call& c) { c.file(0).quiet = false, push_self(c); }},
    {"clearError", "f:file", [](Call& c) { c.file(0).has_error = false, push_self(c); }},
    {"longSize", "f:file, bytes:integer=0",
     [](Call& c) { c.file(0).set_long_size(c.integer(1)), push_self(c); }},

    {"isBinary", "f:file", [](Call& c) { c.push(c.file(0).binary); }},
    {"isAutoSpacing", "f:file", [](Call& c) { c.push(c.file(0).auto_spacing); }},
    {"isQuiet", "f:file", [](Call& c) { c.push(c.file(0).quiet); }},
    {"hasError", "f:file", [](Call& c) { c.push(c.file(0).has_error); }},
    {"isReadable", "f:file", [](Call& c) { c.push(c.file(0).mode().read); }},
    {"isWritable", "f:file", [](Call& c) { c.push(c.file(0).mode().write); }},

    {"seek", "f:file, position:integer",
     [](Call& c) {
       if (c.integer(1) < 1) fail("positions count from 1, got ", c.integer(1));
       c.file(0).seek(c.integer(1) - 1), push_self(c);
     }},
    {"seekEnd", "f:file", [](Call& c) { c.file(0).seek_end(), push_self(c); }},
    {"position", "f:file", [](Call& c) { c.push(double(c.file(0).position() + 1)); }},
    {"synchronize", "f:file", [](Call& c) { c.file(0).synchronize(), push_self(c); }},
    {"close", "f:file", [](Call& c) { c.file(0).close(), push_self(c); }},
};

// --- of files on disk and pipes; only they are given to the class that has these ---

DescriptorFile& descriptor_file(Call& c) {
  auto* file = dynamic_cast<DescriptorFile*>(&c.file(0));
  if (!file) fail("DiskFile or PipeFile expected, got ", c.file(0).description());
  return *file;
}

constexpr Overload kDiskFile[] = {
    {"isLittleEndianCPU", "[f:file]", [](Call& c) { c.push(true); }},
    {"isBigEndianCPU", "[f:file]", [](Call& c) { c.push(false); }},
    {"nativeEndianEncoding", "f:file", [](Call& c) { c.file(0).swap_bytes = false, push_self(c); }},
    {"littleEndianEncoding", "f:file", [](Call& c) { c.file(0).swap_bytes = false, push_self(c); }},
    {"bigEndianEncoding", "f:file", [](Call& c) { c.file(0).swap_bytes = true, push_self(c); }},
    {"noBuffer", "f:file", [](Call& c) { descriptor_file(c).set_unbuffered(), push_self(c); }},
};

constexpr Overload kMemoryFile[] = {
    {"storage", "f:file",
     [](Call& c) {
       auto* file = dynamic_cast<MemoryFile*>(&c.file(0));
       if (!file) fail("MemoryFile expected, got ", c.file(0).description());
       push_storage(c.L, c.state, file->storage());
       c.pushed(1);
     }},
};

// --- for lua/torch only ---

void push_file(Call& c, std::shared_ptr<File> file, FileKind kind) {
  push_box(c.L, std::move(file), c.state.file_type[int(kind)]);
  c.pushed(1);
}

FileMode mode_at(Call& c, int i, const char* absent) {
  return FileMode::parse(c.has(i) ? c.string(i) : absent);
}

// Opens with `open()`; a failure of the system leaves nil where `quiet` is asked for.
template <class Open>
void open_quietly(Call& c, bool quiet, FileKind kind, Open open) {
  try {
    std::shared_ptr<File> file = open();
    file->quiet = quiet;
    push_file(c, std::move(file), kind);
  } catch (const Error& error) {
    if (!quiet || error.kind() != ErrorKind::Environment) throw;
    lua_pushnil(c.L);
    c.pushed(1);
  }
}

constexpr Overload kOpening[] = {
    {"DiskFile", "path:string, [mode:string,] [quiet:bool]",
     [](Call& c) {
       const FileMode mode = mode_at(c, 1, "r");
       open_quietly(c, c.boolean(2), FileKind::Disk,
                    [&] { return std::make_shared<DiskFile>(std::string(c.string(0)), mode); });
     }},
    {"PipeFile", "command:string, [mode:string,] [quiet:bool]",
     [](Call& c) {
       const FileMode mode = mode_at(c, 1, "r");
       open_quietly(c, c.boolean(2), FileKind::Pipe,
                    [&] { return std::make_shared<PipeFile>(std::string(c.string(0)), mode); });
     }},
    {"MemoryFile", "[mode:string]",
     [](Call& c) {
       push_file(c, std::make_shared<MemoryFile>(mode_at(c, 0, "rw")), FileKind::Memory);
     }},
    {"MemoryFile", "storage:storage, [mode:string]",
     [](Call& c) {
       push_file(c, std::make_shared<MemoryFile>(StoragePtr(&c.storage(0)), mode_at(c, 1, "rw")),
                 FileKind::Memory);
     }},
    // A file for torch.save: it takes the place of `path` when it is closed, and only then.
    {"ReplacingFile", "path:string",
     [](Call& c) {
       push_file(c, std::make_shared<ReplacingFile>(std::string(c.string(0))), FileKind::Disk);
     }},
    // Closes without complaint; a file that was to replace another gives up.
    {"abandon", "f:file",
     [](Call& c) {
       File& file = c.file(0);
       file.quiet = file.has_error = true;
       if (file.is_open()) file.close();
     }},
    // Name, whether it is open, readable, writable; and how messages call it.
    {"file_info", "f:file",
     [](Call& c) {
       const File& file = c.file(0);
       c.push(file.name());
       c.push(file.is_open());
       c.push(file.mode().read);
       c.push(file.mode().write);
       c.push(file.description());
     }},
};

// file_type(kind, class): files of that kind (0 disk, 1 pipe, 2 memory) get this class.
int register_file(lua_State* L) {
  const auto kind = int(luaL_checkinteger(L, 1));
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_pushcfunction(L, collect_box<File>);
  lua_setfield(L, 2, "__gc");
  lua_settop(L, 2);
  state_of(L).file_type[kind] = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

void add_method_table(lua_State* L, const char* name, std::span<const Overload> overloads) {
  lua_newtable(L);
  add_methods(L, "torch.File.", overloads);
  lua_setfield(L, -2, name);
}

}  // namespace

void open_file(lua_State* L) {
  lua_newtable(L);
  add_functions(L, "torch.", kOpening);
  lua_pushcfunction(L, register_file);
  lua_setfield(L, -2, "file_type");
  add_method_table(L, "disk_methods", kDiskFile);
  add_method_table(L, "memory_methods", kMemoryFile);
  lua_newtable(L);
  add_methods(L, "torch.File.", kFile);
  for (const auto& type : kNumbers) add_methods(L, "torch.File.", type);
  lua_setfield(L, -2, "methods");
  lua_setfield(L, -2, "file");
}

}  // namespace tocha::lua
