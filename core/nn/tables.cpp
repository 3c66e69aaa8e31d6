// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/tables.h"

#include "core/base/error.h"
#include "core/base/nesting.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"

namespace tocha::nn {

void drop_others(Fields& to, Fields& from) {
  to.shorten(from.length());
  for (const std::string& name : to.names()) {
    if (!from.has(name.c_str())) to.remove(name.c_str());
  }
}

void copy_to(Fields& self, Key key, const Value& value) {
  if (!value.is_table()) {
    const Tensor& from = value.tensor();
    return copy(self.copy_buffer(key, from).resize_as(from), from);
  }
  const Nested nested;
  Fields &from = value.table(), &to = self.table_buffer(key);
  each_key(from, [&](Key at) { copy_to(to, at, from.get(at)); });
  drop_others(to, from);
}

void zeros_like(Fields& self, Key key, const Value& value) {
  if (value.is_tensor()) {
    return fill(self.copy_buffer(key, value.tensor()).resize_as(value.tensor()), 0);
  }
  const Nested nested;
  Fields &from = value.table(), &to = self.table_buffer(key);
  each_key(from, [&](Key at) { zeros_like(to, at, from.get(at)); });
  drop_others(to, from);
}

void add_to(Fields& self, Key key, const Value& value, double factor) {
  if (!value.is_table()) {
    Tensor& sum = self.tensor(key);
    return add(sum, sum, factor, value.tensor());
  }
  const Nested nested;
  Fields &from = value.table(), &to = self.table(key);
  const int64_t count = from.length();
  if (count != to.length()) {
    fail("tables of ", to.length(), " and ", count, " values do not match");
  }
  each_key(from, [&](Key at) { add_to(to, at, from.get(at), factor); });
}

}  // namespace tocha::nn
