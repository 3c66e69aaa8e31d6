// SPDX-License-Identifier: BSD-3-Clause
// What lua/torch/serialize.lua needs of the engine to read and write objects: strings, storages and
// the layouts of tensors, as .t7 files have them. Nothing that is read is believed before it is
// checked.
#include "bindings/lua/modules.h"
#include "core/io/memory_file.h"
#include "core/io/own_bytes.h"
#include "core/io/storage_io.h"
#include "core/io/t7_parts.h"

namespace tocha::lua {
namespace {

using namespace tocha::t7;

void push_list(Call& c, const Shape& list) {
  StoragePtr storage = StoragePtr::adopt(Storage::make(cpu_device(), DType::Long, list.size()));
  std::copy(list.begin(), list.end(), static_cast<int64_t*>(storage->data()));
  push_storage(c.L, c.state, std::move(storage));
  c.pushed(1);
}

Shape list_at(Call& c, int i) {
  return Shape(
      std::span(static_cast<const int64_t*>(c.storage(i).data()), size_t(c.storage(i).size())));
}

// The contents of a memory file from a position on, counted from 0; nothing of other files.
std::string_view contents_from(File& file, int64_t from) {
  auto* memory = dynamic_cast<MemoryFile*>(&file);
  if (!memory) return {};
  const std::string_view all = memory->contents();
  return all.substr(std::min(size_t(from), all.size()));
}

constexpr Overload kSerialize[] = {
    // A memory file's bytes from a position to where it stands are an object that this process
    // wrote.
    {"remember_own", "f:file, from:integer",
     [](Call& c) {
       const int64_t from = c.integer(1), size = c.file(0).position() - from;
       const std::string_view bytes = contents_from(c.file(0), from);
       if (!bytes.empty()) remember_own_bytes(bytes.substr(0, size_t(size)));
     }},
    // Whether such an object begins there.
    {"is_own", "f:file, from:integer",
     [](Call& c) {
       const std::string_view bytes = contents_from(c.file(0), c.integer(1));
       c.push(!bytes.empty() && begin_with_own_bytes(bytes));
     }},
    {"write_text", "f:file, text:string", [](Call& c) { write_text(c.file(0), c.string(1)); }},
    {"read_text", "f:file", [](Call& c) { c.push(read_text(c.file(0))); }},
    // A value without an index, with its kind before it.
    {"write_plain", "f:file, [value:any]",
     [](Call& c) {
       File& file = c.file(0);
       const int value = c.slot(1);
       switch (value ? lua_type(c.L, value) : LUA_TNIL) {
         case LUA_TNIL:
           return file.write(int32_t{kNil});
         case LUA_TNUMBER:
           file.write(int32_t{kNumber});
           return file.write(lua_tonumber(c.L, value));
         case LUA_TBOOLEAN:
           file.write(int32_t{kBoolean});
           return file.write(int32_t(lua_toboolean(c.L, value)));
         case LUA_TSTRING:
           file.write(int32_t{kString});
           return write_text(file, c.string(1));
       }
       fail_bug("a ", luaL_typename(c.L, value), " is not plain");
     }},
    // The kind of the next value; behind it the value, if it is one without an index.
    {"read_plain", "f:file",
     [](Call& c) {
       const int32_t kind = c.file(0).read<int32_t>();
       c.push(double(kind));
       switch (kind) {
         case kNumber:
           return c.push(c.file(0).read<double>());
         case kBoolean:
           return c.push(c.file(0).read<int32_t>() == 1);
         case kString:
           return c.push(read_text(c.file(0)));
       }
     }},
    // Returns the tensor's storage, or nothing where it has none.
    {"write_layout", "f:file, t:tensor",
     [](Call& c) {
       write_layout(c.file(0), c.tensor(1));
       if (Storage* storage = c.tensor(1).storage()) {
         push_storage(c.L, c.state, StoragePtr(storage));
         c.pushed(1);
       }
     }},
    // sizes, strides, offset
    {"read_layout", "f:file",
     [](Call& c) {
       const Layout layout = read_layout(c.file(0));
       push_list(c, layout.sizes);
       push_list(c, layout.strides);
       c.push(double(layout.offset));
     }},
    {"place", "f:file, t:tensor, sizes:storage, strides:storage, offset:integer, [storage:any]",
     [](Call& c) {
       place(c.file(0), c.tensor(1), c.has(5) ? to_storage(c.L, c.slot(5)) : nullptr,
             {list_at(c, 2), list_at(c, 3), c.integer(4)});
     }},
};

constexpr Overload kStorage[] = {
    {"write", "s:storage, f:file", [](Call& c) { write_storage(c.file(1), c.storage(0)); }},
    {"read", "s:storage, f:file, [version:any]",
     [](Call& c) { read_storage(c.file(1), c.storage(0)); }},
};

}  // namespace

void open_serialize(lua_State* L) {
  lua_newtable(L);
  add_functions(L, "torch.File.", kSerialize);
  lua_setfield(L, -2, "serialize");
  lua_getfield(L, -1, "storage_methods");
  add_methods(L, "torch.Storage.", kStorage);
  lua_pop(L, 1);
}

}  // namespace tocha::lua
