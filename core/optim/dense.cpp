// SPDX-License-Identifier: BSD-3-Clause
#include "core/optim/dense.h"

#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

// Of two contiguous tensors.
bool share_memory(const Tensor& a, const Tensor& b) {
  if (a.storage() != b.storage()) return false;
  return a.offset() < b.offset() + b.numel() && b.offset() < a.offset() + a.numel();
}

}  // namespace

DenseOperands::DenseOperands(std::initializer_list<UpdateOperand> operands) {
  const UpdateOperand& first = *operands.begin();
  if (!is_floating(first.tensor->dtype())) {
    fail(first.name, " must have floating point elements, got ", *first.tensor);
  }
  for (const UpdateOperand& operand : operands) {
    check_same_type(*first.tensor, *operand.tensor);
    if (operand.tensor->numel() != first.tensor->numel()) {
      fail(first.name, " has ", first.tensor->numel(), " elements and ", operand.name, " has ",
           operand.tensor->numel());
    }
    check_writable(*operand.tensor);
  }
  for (const UpdateOperand& operand : operands) {
    Tensor& dense = dense_[count_];
    dense = contiguous(*operand.tensor);
    written_back_[count_] = dense.bytes() == operand.tensor->bytes() ? nullptr : operand.tensor;
    for (int i = 0; i < count_; ++i) {
      if (!share_memory(dense, dense_[i])) continue;
      // f(x) = x * x / 2 may well return x itself as its gradient. Nothing else makes sense.
      if (count_ > 1) fail(operands.begin()[i].name, " and ", operand.name, " share memory");
      dense = clone(dense);
    }
    ++count_;
  }
}

void DenseOperands::finish() {
  // The parameters last: a gradient that is another view of them does not undo the update.
  for (int i = count_ - 1; i >= 0; --i) {
    if (written_back_[i]) copy(*written_back_[i], dense_[i]);
  }
}

}  // namespace tocha
