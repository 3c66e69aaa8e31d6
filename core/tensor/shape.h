// SPDX-License-Identifier: BSD-3-Clause
// A list of sizes or strides with a fixed capacity: no allocation, cheap to copy.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>

#include "core/base/error.h"

namespace tocha {

inline constexpr int kMaxDims = 16;

/// Equal lists of sizes or strides; a plain loop, for they are short.
inline bool same_list(std::span<const int64_t> a, std::span<const int64_t> b) {
  bool same = a.size() == b.size();
  for (size_t i = 0; same && i < a.size(); ++i) same = a[i] == b[i];
  return same;
}

class Shape {
 public:
  Shape() = default;
  Shape(std::initializer_list<int64_t> values) : Shape(std::span(values.begin(), values.size())) {}
  explicit Shape(std::span<const int64_t> values) {
    for (int64_t value : values) push_back(value);
  }

  int size() const { return count_; }
  bool empty() const { return count_ == 0; }
  int64_t& operator[](int i) { return values_[i]; }
  int64_t operator[](int i) const { return values_[i]; }
  const int64_t* begin() const { return values_; }
  const int64_t* end() const { return values_ + count_; }
  int64_t* begin() { return values_; }
  int64_t* end() { return values_ + count_; }
  operator std::span<const int64_t>() const { return {values_, size_t(count_)}; }

  void push_back(int64_t value) {
    if (count_ == kMaxDims) fail("a tensor has at most ", kMaxDims, " dimensions");
    values_[count_++] = value;
  }
  void erase(int i) {
    std::copy(values_ + i + 1, values_ + count_, values_ + i);
    --count_;
  }
  void insert(int i, int64_t value) {
    push_back(value);
    std::rotate(values_ + i, values_ + count_ - 1, values_ + count_);
  }

  /// Elements in a tensor of these sizes: 0 for no dimensions, as in Torch7. The caller's error if
  /// the product does not fit.
  int64_t numel() const {
    if (count_ == 0) return 0;
    int64_t product = 1;
    for (int64_t value : *this) {
      if (__builtin_mul_overflow(product, value, &product)) fail("too many elements");
    }
    return product;
  }

  friend bool operator==(const Shape& a, const Shape& b) { return same_list(a, b); }

 private:
  int count_ = 0;
  int64_t values_[kMaxDims];
};

inline void append(std::string& to, const Shape& shape) {
  append(to, std::span<const int64_t>(shape));
}

/// Row-major strides of a contiguous tensor.
inline Shape contiguous_strides(std::span<const int64_t> sizes) {
  Shape strides{sizes};
  int64_t step = 1;
  for (int i = strides.size() - 1; i >= 0; --i) {
    strides[i] = step;
    step *= sizes[i];
  }
  return strides;
}

}  // namespace tocha
