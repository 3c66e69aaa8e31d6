// SPDX-License-Identifier: BSD-3-Clause
// Cumulative sums and products on the CPU: along the dimension in order, over the others in
// parallel.
#include "core/cpu/kernels.h"
#include "core/tensor/iterate.h"
#include "core/tensor/views.h"

namespace tocha::cpu {
namespace {

constexpr int64_t kGrain = 32768;
constexpr int kSide = 64;  // scans side by side, where the dimension is not the innermost

template <class T, ScanOp op>
void scan_all(const StridedLoop& loop, int64_t n, int64_t out_step, int64_t in_step) {
  using E = Compute<T>;
  using A = std::conditional_t<std::is_integral_v<T>, int64_t, double>;
  parallel_for(loop.numel(), std::max<int64_t>(1, kGrain / n), [&](int64_t begin, int64_t end) {
    for_each_row(loop, begin, end, [&](char* const* p, const int64_t* s, int64_t count) {
      for (int64_t at = 0; at < count; at += kSide) {
        const int64_t side = std::min<int64_t>(kSide, count - at);
        A total[kSide];
        std::fill_n(total, side, A(op == ScanOp::Product));
        for (int64_t i = 0; i < n; ++i) {
          char* out = p[0] + at * s[0] + i * out_step;
          const char* in = p[1] + at * s[1] + i * in_step;
          for (int64_t k = 0; k < side; ++k) {
            const A x = A(convert<E>(*reinterpret_cast<const T*>(in + k * s[1])));
            if constexpr (op == ScanOp::Sum)
              total[k] += x;
            else
              total[k] *= x;
            *reinterpret_cast<T*>(out + k * s[0]) = convert<T>(total[k]);
          }
        }
      }
    });
  });
}

}  // namespace

void scan(ScanOp op, Tensor& out, const Tensor& in, int dim) {
  const Tensor first_out = narrow(out, dim, 0, 1), first_in = narrow(in, dim, 0, 1);
  const StridedLoop loop = make_loop({&first_out, &first_in});
  const int64_t size = element_size(in.dtype());
  visit(in.dtype(), [&](auto zero) {
    using T = decltype(zero);
    auto run = op == ScanOp::Sum ? scan_all<T, ScanOp::Sum> : scan_all<T, ScanOp::Product>;
    run(loop, in.size(dim), out.stride(dim) * size, in.stride(dim) * size);
  });
}

}  // namespace tocha::cpu
