// SPDX-License-Identifier: BSD-3-Clause
#include "core/nn/tables.h"

#include "core/base/error.h"
#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"

namespace tocha::nn {

void copy_to(Fields& self, Key key, const Value& value) {
  if (!value.is_table()) {
    const Tensor& from = value.tensor();
    return copy(self.buffer(key, from).resize_as(from), from);
  }
  Fields &from = value.table(), &to = self.table_buffer(key);
  const int64_t count = from.length();
  for (int64_t i = 1; i <= count; ++i) copy_to(to, i, from.get(i));
  to.shorten(count);
}

void zeros_like(Fields& self, Key key, const Value& value) {
  if (value.is_tensor()) return fill(self.buffer(key, value.tensor()).resize_as(value.tensor()), 0);
  Fields &from = value.table(), &to = self.table_buffer(key);
  const int64_t count = from.length();
  for (int64_t i = 1; i <= count; ++i) zeros_like(to, i, from.get(i));
  to.shorten(count);
}

void add_to(Fields& self, Key key, const Value& value, double factor) {
  if (!value.is_table()) {
    Tensor& sum = self.tensor(key);
    return add(sum, sum, factor, value.tensor());
  }
  Fields &from = value.table(), &to = self.table(key);
  const int64_t count = from.length();
  if (count != to.length()) {
    fail("tables of ", to.length(), " and ", count, " values do not match");
  }
  for (int64_t i = 1; i <= count; ++i) add_to(to, i, from.get(i), factor);
}

}  // namespace tocha::nn
