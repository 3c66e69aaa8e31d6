// SPDX-License-Identifier: BSD-3-Clause
// Copies with conversion, and fills, on the GPU, through the machinery of pointwise operators. A
// number that the integer type cannot hold becomes what the GPU's conversion gives, which for
// numbers beyond 64 bits and NaN is not always what x86 gives.
#include <cstring>

#include "core/tensor/words.h"
#include "cuda/kernels.h"
#include "cuda/pointwise.cuh"

namespace tocha::cuda {
namespace {

template <class T>
struct Identity {
  static constexpr int kInputs = 1;
  TOCHA_HD T operator()(T a) const { return a; }
};

template <class Word>
struct Constant {
  static constexpr int kInputs = 0;
  Word value;
  TOCHA_HD Word operator()() const { return value; }
};

template <class Out, class In, class F>
void run(F f, Tensor& out, const Tensor* in) {
  launch(kKernel<F, Out, In>, &f, out, &in);
}

}  // namespace

void copy(Tensor& out, const Tensor& in) {
  if (out.dtype() == in.dtype()) {
    const int size = element_size(out.dtype());
    if (out.is_contiguous() && in.is_contiguous()) {
      return out.device().copy_within(out.bytes(), in.bytes(), size_t(out.numel() * size));
    }
    return visit_word(size, [&](auto word) {
      using Word = decltype(word);
      run<Word, Word>(Identity<Word>{}, out, &in);
    });
  }
  visit(out.dtype(), [&](auto to) {
    visit(in.dtype(), [&](auto from) {
      using From = decltype(from);
      run<decltype(to), From>(Identity<Compute<From>>{}, out, &in);
    });
  });
}

void fill(Tensor& out, double value) {
  uint64_t bits = 0;
  visit(out.dtype(), [&](auto zero) {
    zero = convert<decltype(zero)>(value);
    std::memcpy(&bits, &zero, sizeof zero);
  });
  visit_word(element_size(out.dtype()), [&](auto word) {
    using Word = decltype(word);
    run<Word, Word>(Constant<Word>{Word(bits)}, out, nullptr);
  });
}

}  // namespace tocha::cuda
