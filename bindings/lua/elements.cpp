// SPDX-License-Identifier: BSD-3-Clause
// t[k] and t[k] = v in all forms but the one that lua/torch/element.lua does by itself (an element
// of a vector in host memory): positions, ranges {first, last}, {} for all, LongStorages, masks.
#include "bindings/lua/modules.h"
#include "core/ops/copy.h"
#include "core/tensor/views.h"

namespace tocha::lua {
namespace {

double element(const Tensor& t) {  // the only element of t
  Tensor host(DType::Double, Shape{1});
  copy(host, t);
  return *host.data<double>();
}

int64_t position(double number) {
  if (number == 0) fail("index 0 is out of range: positions count from 1");
  return number > 0 ? int64_t(number) - 1 : int64_t(number);
}

// t[{k1, k2, ...}]: each a position, a range {first[, last]} or {} for all. `single` tells whether
// every dimension was given a position.
Tensor take(lua_State* L, int table, const Tensor& t, bool& single) {
  const int n = int(lua_objlen(L, table));
  if (n > t.dim()) fail(n, " indices are too many for ", t);
  Tensor result = t;
  int d = 0, positions = 0;
  for (int k = 1; k <= n; ++k) {
    lua_rawgeti(L, table, k);
    if (lua_type(L, -1) == LUA_TNUMBER) {
      const int64_t at = position(lua_tonumber(L, -1));
      ++positions;
      if (result.dim() == 1) {
        result = narrow(result, 0, at < 0 ? at + result.size(0) : at, 1);
        if (positions < t.dim()) ++d;
      } else {
        result = select(result, d, at);
      }
    } else if (lua_istable(L, -1)) {
      const int m = int(lua_objlen(L, -1));
      if (m > 2) fail("a range is {first, last}, got ", m, " numbers");
      if (m > 0) {
        lua_rawgeti(L, -1, 1);
        lua_rawgeti(L, -2, m);
        const double first = lua_tonumber(L, -2), last = lua_tonumber(L, -1);
        lua_pop(L, 2);
        const int64_t size = result.size(d);
        const int64_t from = first < 0 ? int64_t(first) + size : position(first);
        const int64_t to = last < 0 ? int64_t(last) + size : position(last);
        result = narrow(result, d, from, to - from + 1);
      }
      ++d;
    } else {
      fail("an index is a number or a range {first, last}, got ", luaL_typename(L, -1));
    }
    lua_pop(L, 1);
  }
  single = positions == t.dim();
  return result;
}

// The part that a key names; `single` when it is one element.
Tensor part(Call& c, int key, bool& single) {
  Tensor& t = c.tensor(0);
  if (t.empty()) fail("the tensor is empty and has no elements");
  const int slot = c.slot(key);
  if (lua_type(c.L, slot) == LUA_TNUMBER) {
    const int64_t at = position(lua_tonumber(c.L, slot));
    single = t.dim() == 1;
    return single ? narrow(t, 0, at < 0 ? at + t.size(0) : at, 1) : select(t, 0, at);
  }
  if (to_storage(c.L, slot)) {
    const Shape at = c.sizes(key);
    if (at.size() != t.dim()) fail(at.size(), " indices do not fit ", t);
    Tensor result = t;
    for (int d = 0; d < at.size(); ++d) {
      const int64_t i = position(double(at[d]));
      result = narrow(result, d, i < 0 ? i + t.size(d) : i, 1);
    }
    single = true;
    return result;
  }
  return take(c.L, slot, t, single);
}

void get(Call& c) {
  bool single = false;
  Tensor found = part(c, 1, single);
  if (single) c.push(element(found));
  else c.push(std::move(found));
}

constexpr Overload kElements[] = {
    {"get", "a, at:number", get},
    {"get", "a, at:table", get},
    {"get", "a, at:storage", get},
    {"put", "a, at:any, value:number", [](Call& c) {
       bool single = false;
       Tensor target = part(c, 1, single);
       fill(target, c.number(2));
     }},
    {"put", "a, at:any, value:tensor", [](Call& c) {
       bool single = false;
       Tensor target = part(c, 1, single);
       copy(target, c.tensor(2));
     }},
};

}  // namespace

void open_elements(lua_State* L) { add_functions(L, "torch.Tensor.", kElements); }

}  // namespace tocha::lua
