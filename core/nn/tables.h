// SPDX-License-Identifier: BSD-3-Clause
// Tensors and nested tables of tensors, which are what table layers pass around.
#pragma once

#include "core/nn/fields.h"

namespace tocha::nn {

/// Calls f(key) for each key of a table: positions, then names.
template <class F>
void each_key(Fields& table, F&& f) {
  const int64_t count = table.length();
  for (int64_t i = 1; i <= count; ++i) f(Key(i));
  for (const std::string& name : table.names()) f(Key(name.c_str()));
}
/// `to` keeps only the keys that `from` has too.
void drop_others(Fields& to, Fields& from);

/// The field becomes a copy of the value: tensors of its own, in tables of the same structure. It
/// keeps its tensors and tables from before where they serve.
void copy_to(Fields& self, Key key, const Value& value);
/// The same with zeros.
void zeros_like(Fields& self, Key key, const Value& value);
/// The field, of the same structure, += factor times the value.
void add_to(Fields& self, Key key, const Value& value, double factor = 1);

}  // namespace tocha::nn
