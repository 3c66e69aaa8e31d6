// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/sort.h"

#include "core/device.h"
#include "core/ops/result.h"

namespace tocha {
namespace {

void run(Tensor& values, Tensor& indices, const Tensor& in, int64_t dim, int64_t count,
         const Ordering& ordering) {
  check_same_type(values, in);
  check_companion(indices, DType::Long, in, "indices");
  const int d = check_dim(in, dim);
  if (count < 1 || count > in.size(d)) {
    fail("the number of elements, ", count, ", is out of range 1 to ", in.size(d), " in dimension ",
         d + 1);
  }
  Shape sizes{in.sizes()};
  sizes[d] = count;
  write_apart(indices, {&in}, [&](Tensor& positions) {
    write_apart(values, {&in, &positions}, [&](Tensor& result) {
      prepare_result(positions, sizes);
      prepare_result(result, sizes);
      need(in.device(), in.device().kernels.order)(result, positions, in, d, ordering);
    });
  });
}

int64_t all_of(const Tensor& in, int64_t dim) { return in.size(check_dim(in, dim)); }

}  // namespace

void sort(Tensor& values, Tensor& indices, const Tensor& in, int64_t dim, bool descending) {
  run(values, indices, in, dim, all_of(in, dim), {Ordering::Sort, descending});
}

void topk(Tensor& values, Tensor& indices, const Tensor& in, int64_t count, int64_t dim,
          bool largest) {
  run(values, indices, in, dim, count, {Ordering::TopK, largest});
}

void median(Tensor& values, Tensor& indices, const Tensor& in, int64_t dim) {
  run(values, indices, in, dim, 1, {Ordering::Median, false});
}

void mode(Tensor& values, Tensor& indices, const Tensor& in, int64_t dim) {
  run(values, indices, in, dim, 1, {Ordering::Mode, false});
}

}  // namespace tocha
