// SPDX-License-Identifier: BSD-3-Clause
// What the tests share that run one network through Lua and through nn::Module: arguments from a
// .t7 file, lists of results, comparison bit for bit.
#pragma once

#include <cstring>
#include <vector>

#include "bindings/c/runtime.h"
#include "core/io/t7.h"
#include "core/nn/module.h"
#include "core/tensor/views.h"

namespace tocha::testing {

// A recorded value as an argument.
struct Argument {
  explicit Argument(const t7::Value& from) {
    if (const Tensor* tensor = from.pointer<Tensor>()) {
      held = *tensor;
      value = nn::Value(held);
    } else if (from.get_if<double>()) {
      value = nn::Value(from.number());
    } else {
      list = of(from);
      value = list;
    }
  }
  static nn::List of(const t7::Value& from) {
    nn::List list;
    for (const t7::Value& one : from.list()) {
      if (const Tensor* tensor = one.pointer<Tensor>()) {
        list.add(*tensor);
      } else {
        list.add(of(one));
      }
    }
    return list;
  }
  Tensor held;
  nn::List list;
  nn::Value value;
};

inline void flat(const nn::Value& value, std::vector<Tensor>& list) {
  if (value.is_tensor()) list.push_back(value.tensor());
  if (!value.is_table()) return;
  for (int64_t i = 1, n = value.table().length(); i <= n; ++i) flat(value.table().get(i), list);
}

// Runs a script that may use the same in Lua: flat(value, list) appends the
// tensors of nested tables.
inline void run_with_flat(Runtime& runtime, const char* script) {
  runtime.run_string(R"(
    function flat(value, list)
      if type(value) == 'table' then
        for _, one in ipairs(value) do flat(one, list) end
      elseif value ~= nil then
        table.insert(list, value)
      end
      return list
    end
  )");
  runtime.run_string(script);
}

inline bool same_bits(const Tensor& a, const Tensor& b) {
  if (a.dtype() != b.dtype() || !a.same_sizes(b)) return false;
  const Tensor x = contiguous(a), y = contiguous(b);
  return std::memcmp(x.bytes(), y.bytes(), size_t(x.numel() * element_size(x.dtype()))) == 0;
}

}  // namespace tocha::testing
