// SPDX-License-Identifier: BSD-3-Clause
// The machinery of elementwise operators, once for all families and devices.
//
// An operator is a functor template in core/ops/<family>_functors.h:
//
//   template <class T> struct Mul {            // T: the type arithmetic happens in
//     static constexpr int kInputs = 2;
//     explicit TOCHA_HD Mul(const double* params) {}
//     TOCHA_HD T operator()(T a, T b) const { return a * b; }
//   };
//
// and a family is an OpList of them, which each device compiles over its own loops. The position in
// the list is what passes through the device table, so a new operator is its functor, its entry in
// the list and its declaration in core/ops/<family>.h.
#pragma once

#include "core/device.h"

namespace tocha {

template <template <class> class... Ops>
struct OpList {
  static constexpr int kSize = sizeof...(Ops);
  template <template <class> class Op>
  static constexpr int position() {
    int at = 0;
    const bool found = ((std::is_same_v<Op<float>, Ops<float>> || (++at, false)) || ...);
    return found ? at : throw "the operator is not in its family's list";
  }
};

/// What functor F returns for elements in whose type C arithmetic happens.
template <class F, class C>
constexpr auto pointwise_result() {
  if constexpr (F::kInputs == 1)
    return decltype(std::declval<F>()(C{})){};
  else if constexpr (F::kInputs == 2)
    return decltype(std::declval<F>()(C{}, C{})){};
  else
    return decltype(std::declval<F>()(C{}, C{}, C{})){};
}
template <class F, class C>
using PointwiseResult = decltype(pointwise_result<F, C>());

using PointwiseKernel = void(int op, const PointwiseArgs&);

/// Checks, resizes `out` and runs one operator: out = op(inputs...). Inputs must agree in type with
/// each other and with `out`, or with `result` when given (compare operators: Byte). They
/// broadcast; inputs of equal element count but other shape are taken in order, as in Torch7.
struct PointwiseCall {
  PointwiseKernel* Kernels::*kernel;
  int op;
  std::initializer_list<const Tensor*> in;
  std::initializer_list<double> params = {};
  bool byte_result = false;
};
TOCHA_API void pointwise(Tensor& out, const PointwiseCall& call);

/// `in` with the sizes of `to`: itself, a view, a broadcast, or (equal counts only) a reshaped
/// copy.
TOCHA_API Tensor match_sizes(const Tensor& in, const Tensor& to);

/// The caller's error when types or devices of two operands differ.
TOCHA_API void check_same_type(const Tensor& a, const Tensor& b);

/// The caller's error when `t` is of an integer type, for operators that make no sense there.
TOCHA_API void check_floating(const Tensor& t);
/// The same the other way round.
TOCHA_API void check_integer(const Tensor& t);

}  // namespace tocha
