// SPDX-License-Identifier: BSD-3-Clause
// A plain reference for reductions, and the layouts that they are tried on.
#pragma once

#include <functional>

#include "tests/support/tensors.h"

namespace tocha::testing {

/// The elements of `t` along dimension `dim`, a list for each result in order.
inline std::vector<std::vector<double>> lines(const Tensor& t, int dim) {
  std::vector<std::vector<double>> all;
  const Tensor moved = t.dim() == 1 ? unsqueeze(t, 0) : t;  // a vector has one line
  const int d = t.dim() == 1 ? 1 : dim;
  Shape order, rest;
  for (int i = 0; i < moved.dim(); ++i) {
    if (i != d) order.push_back(i);
  }
  order.push_back(d);
  const std::vector<double> flat = values(permute(moved, order));
  const auto n = size_t(moved.size(d));
  for (size_t i = 0; i < flat.size(); i += n) {
    all.emplace_back(flat.begin() + long(i), flat.begin() + long(i + n));
  }
  return all;
}

/// Tensors of small whole numbers (1 to 7, with repetitions) in many layouts; of Float also large
/// ones, which are cut into blocks (the walk is the same for every type).
inline std::vector<Tensor> layouts(DType dtype) {
  auto numbers = [&](const Shape& sizes) {
    std::vector<double> list(size_t(sizes.numel()));
    uint32_t state = 12345;
    for (double& value : list) {
      state = state * 1664525u + 1013904223u;
      value = 1 + double((state >> 16) % 7);
    }
    return make(dtype, sizes, list);
  };
  const Tensor matrix = numbers(Shape{5, 41}), cube = numbers(Shape{4, 9, 21});
  std::vector<Tensor> all = {numbers(Shape{1}),
                             numbers(Shape{37}),
                             matrix,
                             transpose(matrix, 0, 1),
                             narrow(matrix, 1, 3, 30),
                             select(matrix, 1, 7),
                             cube,
                             permute(cube, Shape{2, 0, 1}),
                             permute(cube, Shape{1, 2, 0}),
                             expand(numbers(Shape{1, 12}), Shape{6, 12}),
                             numbers(Shape{60, 3, 1}),
                             numbers(Shape{3, 700}),
                             numbers(Shape{700, 3})};
  if (dtype == DType::Float) {
    for (const Shape& sizes : {Shape{2, 70000}, Shape{70000, 2}, Shape{20000, 9}}) {
      all.push_back(numbers(sizes));
    }
  }
  return all;
}

}  // namespace tocha::testing
