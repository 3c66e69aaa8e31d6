// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/correlation.h"

#include "core/ops/copy.h"
#include "core/ops/pointwise.h"
#include "core/tensor/views.h"

namespace tocha {
namespace {

// The type in which products are summed: narrower integers wrap when they are stored.
DType sum_type(DType dtype) {
  switch (dtype) {
    case DType::Half:
    case DType::BFloat16:
      return DType::Float;
    case DType::Byte:
    case DType::Char:
    case DType::Short:
      return DType::Int;
    default:
      return dtype;
  }
}

// `t` under `count` dimensions, those that are missing of size 1: in front of the last `dims`, and
// a flat third one.
Tensor spread(const Tensor& t, int dims, int count) {
  Tensor made = t;
  if (dims == 2) made = unsqueeze(made, made.dim() - 2);
  while (made.dim() < count) made = unsqueeze(made, made.dim() - 3);
  return made;
}

void check_dims(const Tensor& image, const Tensor& kernel, int d) {
  const int i = image.dim(), k = kernel.dim();
  if ((i == d && k == d) || (i == d + 1 && (k == d + 1 || k == d + 2))) return;
  fail("dimensions of image ", image.sizes(), " and kernel ", kernel.sizes(), " do not fit: ", d,
       " and ", d, ", ", d + 1, " and ", d + 1, " or ", d + 1, " and ", d + 2, " are needed");
}

}  // namespace

void correlate(Tensor& out, const Tensor& image, const Tensor& kernel,
               const CorrelationKind& kind) {
  const int d = kind.dims;
  check_same_type(image, kernel);
  check_same_type(out, image);
  check_dims(image, kernel, d);
  const bool planes = image.dim() > d, summed = kernel.dim() > image.dim();
  if (planes && image.size(0) != kernel.size(summed ? 1 : 0)) {
    fail("image ", image.sizes(), " and kernel ", kernel.sizes(), " do not match: ", image.size(0),
         " planes, kernels for ", kernel.size(summed ? 1 : 0));
  }
  Shape sizes;
  if (planes) sizes.push_back(kernel.size(0));
  for (int i = d; i > 0; --i) {
    const int64_t n = image.size(image.dim() - i), k = kernel.size(kernel.dim() - i);
    if (k > n && !kind.full) {
      fail("the kernel ", kernel.sizes(), " is larger than the image ", image.sizes(),
           ": only a full convolution ('F') is possible");
    }
    sizes.push_back(kind.full ? n + k - 1 : n - k + 1);
  }

  auto* run = need(image.device(), image.device().kernels.correlate);
  const DType dtype = sum_type(image.dtype());
  Tensor made(dtype, sizes, image.device()), made4 = spread(made, d, 4);
  Tensor kernel5 = spread(kernel, d, 4);
  kernel5 = unsqueeze(kernel5, 1);
  if (summed) kernel5 = spread(kernel, d, 5);
  run({made4, contiguous(to(spread(image, d, 4), dtype, image.device())),
       contiguous(to(kernel5, dtype, image.device())), kind});
  out.resize(sizes);
  copy(out, made);
}

}  // namespace tocha
