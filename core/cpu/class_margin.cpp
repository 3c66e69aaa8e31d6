// SPDX-License-Identifier: BSD-3-Clause
// Class margins on the CPU: nested loops over the classes of each frame.
#include "core/nn/class_margin.h"

#include <cassert>
#include <vector>

#include "core/base/error.h"
#include "core/cpu/layer_kernels.h"

namespace tocha::cpu {
namespace {

void check_label(const ClassMarginCall& a, int64_t frame, int64_t label) {
  const int64_t lowest = a.multi_label ? 0 : 1;
  if (label < lowest || label > a.classes) {
    fail("label ", label, " of sample ", frame + 1, " is not in ", lowest, " to ", a.classes);
  }
}

// Calls f(frame, target class, other class, how far the other's score is inside the margin), where
// it is inside.
template <class T, class F>
void each_violation(const ClassMarginCall& a, F&& f) {
  const T* in = a.in.data<T>();
  const int64_t* target = a.target.data<int64_t>();
  const int64_t labels = a.multi_label ? a.classes : 1;
  assert(in && target);
  std::vector<char> is_target(size_t(a.classes));
  for (int64_t frame = 0; frame < a.frames; ++frame, in += a.classes, target += labels) {
    std::fill(is_target.begin(), is_target.end(), 0);
    int64_t count = 0;
    for (; count < labels; ++count) {
      check_label(a, frame, target[count]);
      if (target[count] == 0) break;
      is_target[size_t(target[count] - 1)] = 1;
    }
    for (int64_t k = 0; k < count; ++k) {
      const int64_t chosen = target[k] - 1;
      for (int64_t c = 0; c < a.classes; ++c) {
        const T inside = T(a.margin) - in[chosen] + in[c];
        if (!is_target[size_t(c)] && inside > T(0)) f(frame, chosen, c, inside);
      }
    }
  }
}

}  // namespace

void class_margin(const ClassMarginCall& a) {
  visit_real(a.in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    const T* weights = a.weights ? a.weights->data<T>() : nullptr;
    const double scale = 1.0 / double(a.classes) / (a.size_average ? double(a.frames) : 1.0);
    auto weight = [&](int64_t c) { return weights ? double(weights[c]) : 1.0; };
    if (!a.gradient) {
      double sum = 0;
      each_violation<T>(a, [&](int64_t, int64_t chosen, int64_t, T inside) {
        sum += weight(chosen) * double(a.p == 2 ? inside * inside : inside);
      });
      *a.loss->data<T>() = T(sum * scale);
      return;
    }
    T* gradient = a.gradient->data<T>();
    std::fill_n(gradient, a.frames * a.classes, T(0));
    each_violation<T>(a, [&](int64_t frame, int64_t chosen, int64_t c, T inside) {
      const T step = T(scale * weight(chosen) * (a.p == 2 ? 2 * double(inside) : 1.0));
      gradient[frame * a.classes + chosen] -= step;
      gradient[frame * a.classes + c] += step;
    });
  });
}

}  // namespace tocha::cpu
