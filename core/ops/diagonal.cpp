// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/diagonal.h"

#include "core/device.h"
#include "core/ops/result.h"

namespace tocha {
namespace {

Tensor diagonal_view(const Tensor& matrix, int64_t k) {
  const int64_t rows = matrix.size(0), columns = matrix.size(1);
  const int64_t length = k >= 0 ? std::min(rows, columns - k) : std::min(rows + k, columns);
  if (length < 1) {
    fail("diagonal ", k, " is out of range ", 1 - rows, " to ", columns - 1, " of ", matrix);
  }
  Tensor view(matrix);
  view.set_view(matrix.offset() + (k >= 0 ? k * matrix.stride(1) : -k * matrix.stride(0)),
                Shape{length}, Shape{matrix.stride(0) + matrix.stride(1)});
  return view;
}

void keep_triangle(Tensor& out, const Tensor& in, int64_t k, bool upper) {
  check_same_type(out, in);
  if (in.dim() != 2) fail("a matrix is needed, got ", in);
  if (!out.is_set_to(in)) {
    return write_apart(out, {&in}, [&](Tensor& result) {
      prepare_result(result, in.sizes());
      need(in.device(), in.device().kernels.triangle)(result, in, k, upper);
    });
  }
  check_writable(out);
  need(in.device(), in.device().kernels.triangle)(out, in, k, upper);
}

}  // namespace

void diag(Tensor& out, const Tensor& in, int64_t k) {
  check_same_type(out, in);
  if (in.dim() != 1 && in.dim() != 2) fail("a vector or a matrix is needed, got ", in);
  write_apart(out, {&in}, [&](Tensor& result) {
    if (in.dim() == 2) {
      const Tensor diagonal = diagonal_view(in, k);
      prepare_result(result, diagonal.sizes());
      copy(result, diagonal);
      return;
    }
    const int64_t size = in.size(0) + std::abs(k);
    prepare_result(result, Shape{size, size});
    fill(result, 0);
    Tensor diagonal = diagonal_view(result, k);
    copy(diagonal, in);
  });
}

void tril(Tensor& out, const Tensor& in, int64_t k) { keep_triangle(out, in, k, false); }
void triu(Tensor& out, const Tensor& in, int64_t k) { keep_triangle(out, in, k, true); }

}  // namespace tocha
