// SPDX-License-Identifier: BSD-3-Clause
// torch.equal on the CPU: stops early, since tensors that differ usually differ soon.
#include <atomic>

#include "core/cpu/kernels.h"
#include "core/tensor/iterate.h"

namespace tocha::cpu {
namespace {

constexpr int64_t kGrain = 32768;
constexpr int64_t kPiece = 1024;  // elements compared between two looks at the outcome

template <class T>
bool row_agrees(char* const* p, const int64_t* s, int64_t n) {
  int64_t differing = 0;
  if (s[0] == sizeof(T) && s[1] == sizeof(T)) {
    const T *a = reinterpret_cast<const T*>(p[0]), *b = reinterpret_cast<const T*>(p[1]);
    for (int64_t i = 0; i < n; ++i) differing += Compute<T>(a[i]) != Compute<T>(b[i]);
  } else {
    for (int64_t i = 0; i < n; ++i) {
      differing += Compute<T>(*reinterpret_cast<const T*>(p[0] + i * s[0])) !=
                   Compute<T>(*reinterpret_cast<const T*>(p[1] + i * s[1]));
    }
  }
  return differing == 0;
}

}  // namespace

bool equal(const Tensor& a, const Tensor& b) {
  std::atomic<bool> agree = true;
  const StridedLoop loop = make_loop({&a, &b});
  visit(a.dtype(), [&](auto zero) {
    parallel_for(loop.numel(), kGrain, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end && agree; i += kPiece) {
        for_each_row(loop, i, std::min(end, i + kPiece),
                     [&](char* const* p, const int64_t* s, int64_t n) {
                       if (!row_agrees<decltype(zero)>(p, s, n)) agree = false;
                     });
      }
    });
  });
  return agree;
}

}  // namespace tocha::cpu
