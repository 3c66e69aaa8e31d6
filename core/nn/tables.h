// SPDX-License-Identifier: BSD-3-Clause
// Tensors and nested tables of tensors, which are what table layers pass around.
#pragma once

#include "core/nn/fields.h"

namespace tocha::nn {

/// The field becomes a copy of the value: tensors of its own, in tables of the same structure. It
/// keeps its tensors and tables from before where they serve.
void copy_to(Fields& self, Key key, const Value& value);
/// The same with zeros.
void zeros_like(Fields& self, Key key, const Value& value);
/// The field, of the same structure, += factor times the value.
void add_to(Fields& self, Key key, const Value& value, double factor = 1);

}  // namespace tocha::nn
