// SPDX-License-Identifier: BSD-3-Clause
// Tensors that scripts hold by hand (t:retain(), t:free()), and torch.pushudata, which makes a Lua
// object for the number that torch.pointer gave: so threads hand each other tensors and storages.
//
// A storage counts such references itself. A tensor lives in its Lua object, which may be collected
// before another thread asks for it: holding it puts a view of its own into a list of the process,
// by address.
#include "core/tensor/retained.h"
#include "bindings/lua/modules.h"

namespace tocha::lua {
namespace {

// A new Lua object for the tensor or storage at that address. A reference that was taken by hand
// passes to it; without one the object must be alive there. An address is a number in Lua.
// NOLINTBEGIN(performance-no-int-to-ptr)
void pushudata(Call& c) {
  const auto address = uintptr_t(c.number(0));
  if (address == 0) fail("there is no object at address 0");
  c.pushed(1);
  if (c.boolean(1)) {
    auto* storage = reinterpret_cast<Storage*>(address);
    push_storage(c.L, c.state, StoragePtr(storage));
    storage->unpin();
  } else if (std::optional<Tensor> tensor = take_retained(address)) {
    push_tensor(c.L, c.state, std::move(*tensor));
  } else {
    const auto* box = reinterpret_cast<const TensorBox*>(address);
    if (box->mark != (address ^ kTensorMark)) fail("there is no tensor at address ", c.number(0));
    push_tensor(c.L, c.state, box->tensor);
  }
}
// NOLINTEND(performance-no-int-to-ptr)

constexpr Overload kHolds[] = {
    {"retain", "a", [](Call& c) { retain_tensor(uintptr_t(&c.tensor(0)), c.tensor(0)); }},
    {"free", "a",
     [](Call& c) {
       if (!take_retained(uintptr_t(&c.tensor(0)))) fail("the tensor was not retained");
     }},
};

constexpr Overload kPush[] = {{"pushudata", "address:number, storage:bool", pushudata}};

}  // namespace

void open_retained(lua_State* L) {
  add_functions(L, "torch.", kPush);
  lua_getfield(L, -1, "methods");
  add_methods(L, "torch.", kHolds);
  lua_pop(L, 1);
}

}  // namespace tocha::lua
