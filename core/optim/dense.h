// SPDX-License-Identifier: BSD-3-Clause
// The operands of an update rule, made ready for a kernel that runs over plain arrays.
#pragma once

#include <initializer_list>

#include "core/device.h"

namespace tocha {

/// One operand, with what an error calls it.
struct UpdateOperand {
  const char* name;
  Tensor* tensor;
};

inline constexpr int kMaxUpdateOperands = 4;

/// The operands as contiguous tensors that share no memory: themselves, or copies that are written
/// back when `finish` is called. The constructor checks that all agree in type, device and element
/// count with the first one; the errors name both operands and both values.
class TOCHA_API DenseOperands {
 public:
  explicit DenseOperands(std::initializer_list<UpdateOperand> operands);
  Tensor& operator[](int i) { return dense_[i]; }
  void finish();

 private:
  int count_ = 0;
  Tensor dense_[kMaxUpdateOperands];
  Tensor* written_back_[kMaxUpdateOperands];  // where the result of a copy belongs; null: no copy
};

}  // namespace tocha
