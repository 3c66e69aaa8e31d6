// SPDX-License-Identifier: BSD-3-Clause
// What a layer or a criterion is to the engine: its class name and the functions that run it. Each
// family's file (core/nn/<family>.cpp) ends with the table of its layers; layers.cpp lists the
// families. A class and its functions are found by name: by the Lua class that takes them over
// (`define` in bindings/lua/nn.cpp), by an Object that C++ runs.
#pragma once

#include <span>

#include "core/nn/fields.h"

namespace tocha::nn {

/// The fields of a parameter and of its gradient.
struct Parameter {
  const char* value;
  const char* gradient;
};

/// A module. Results are written to the fields `output` and `gradInput`, which keep their tensors
/// from call to call.
struct Layer {
  const char* name;
  void (*forward)(Fields& self, const Value& input);
  void (*backward)(Fields& self, const Value& input, const Value& grad_output);
  /// Adds the parameters' gradients, times `scale`; null: no parameters.
  void (*accumulate)(Fields& self, const Value& input, const Value& grad_output,
                     double scale) = nullptr;
  /// Both at once, where that is less work.
  void (*backward_all)(Fields& self, const Value& input, const Value& grad_output,
                       double scale) = nullptr;
  /// Its parameters, its children's included; empty: `weight`, `bias` and the children's own.
  std::span<const Parameter> parameters = {};
};

/// A loss. `forward` writes the number `output`, `backward` the field `gradInput`.
struct Criterion {
  const char* name;
  void (*forward)(Fields& self, const Value& input, const Value& target);
  void (*backward)(Fields& self, const Value& input, const Value& target);
};

/// Null where the engine has no such class.
TOCHA_API const Layer* find_layer(std::string_view name);
TOCHA_API const Criterion* find_criterion(std::string_view name);

}  // namespace tocha::nn
