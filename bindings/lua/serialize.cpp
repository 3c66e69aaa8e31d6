// SPDX-License-Identifier: BSD-3-Clause
// What lua/torch/serialize.lua needs of the engine to read and write objects: strings, storages and
// the layouts of tensors, as .t7 files have them. Nothing that is read is believed before it is
// checked.
#include "bindings/lua/modules.h"
#include "core/io/storage_io.h"

namespace tocha::lua {
namespace {

// The layout of a tensor as .t7 files have it: int dimensions, long sizes, long strides and the
// long offset, counted from 1.
void write_layout(File& file, const Tensor& t) {
  file.write<int32_t>(t.dim());
  file.write(DType::Long, t.sizes().data(), t.dim());
  file.write(DType::Long, t.strides().data(), t.dim());
  file.write<int64_t>(t.offset() + 1);
}

struct Layout {
  Shape sizes, strides;
  int64_t offset = 0;
};

Layout read_layout(File& file) {
  Layout layout;
  const int32_t dims = file.read<int32_t>();
  if (dims < 0 || dims > kMaxDims) {
    fail(file.description(), ": a tensor of ", dims, " dimensions; at most ", kMaxDims,
         " are possible");
  }
  for (int i = 0; i < dims; ++i) layout.sizes.push_back(0), layout.strides.push_back(0);
  file.read(DType::Long, layout.sizes.begin(), dims);
  file.read(DType::Long, layout.strides.begin(), dims);
  const int64_t offset = file.read<int64_t>();
  if (offset < 0 || offset > int64_t{1} << 53) {
    fail(file.description(), ": a tensor of offset ", offset);
  }
  layout.offset = offset - 1;
  return layout;
}

// The tensor becomes a view of the storage, which must hold all of it.
void place(File& file, Tensor& t, Storage* storage, const Layout& layout) {
  if (storage && (storage->dtype() != t.dtype() || &storage->device() != &t.device())) {
    fail(file.description(), ": a ", t.dtype(), "Tensor over a ", storage->dtype(), "Storage");
  }
  bool empty = layout.sizes.empty();
  int64_t last = layout.offset;  // the highest element
  bool overflow = layout.offset < 0;
  for (int i = 0; i < layout.sizes.size(); ++i) {
    const int64_t size = layout.sizes[i], stride = layout.strides[i];
    int64_t extent = 0;
    empty = empty || size == 0;
    overflow = overflow || size < 0 || stride < 0 ||
               __builtin_mul_overflow(size - 1, stride, &extent) ||
               __builtin_add_overflow(last, extent, &last);
  }
  const int64_t available = storage ? storage->size() : 0;
  if (overflow || (!empty && last >= available)) {
    fail(file.description(), ": a tensor of sizes ", layout.sizes, ", strides ", layout.strides,
         " and offset ", layout.offset + 1, " does not fit in a storage of ", available,
         " elements");
  }
  if (empty) {
    t.set(storage, layout.offset, Shape{});
  } else {
    t.set(storage, layout.offset, layout.sizes, layout.strides);
  }
}

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

// Kinds of values (lua/torch/object_kinds.lua has all).
enum : int32_t { kNil = 0, kNumber = 1, kString = 2, kBoolean = 5 };

// A string as .t7 files have it: an int length and the characters.
void write_text(File& file, std::string_view text) {
  if (text.size() > INT32_MAX) fail("a string of ", text.size(), " bytes is too long");
  file.write(int32_t(text.size()));
  file.write(DType::Char, text.data(), int64_t(text.size()));
}

void push_text(Call& c) {
  File& file = c.file(0);
  const int32_t size = file.read<int32_t>();
  char small[256];
  if (size >= 0 && size <= int32_t(sizeof small)) {
    c.push(std::string_view(small, size_t(file.read(DType::Char, small, size))));
    return;
  }
  StoragePtr text = StoragePtr::adopt(Storage::make(cpu_device(), DType::Char, 0));
  read_elements(file, *text, size);
  c.push(std::string_view(static_cast<const char*>(text->data()), size_t(text->size())));
}

constexpr Overload kSerialize[] = {
    {"write_text", "f:file, text:string", [](Call& c) { write_text(c.file(0), c.string(1)); }},
    {"read_text", "f:file", [](Call& c) { push_text(c); }},
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
           return push_text(c);
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
