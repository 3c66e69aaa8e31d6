// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/match.h"

#include "core/ops/arithmetic.h"
#include "core/ops/reduce.h"
#include "core/ops/result.h"

namespace tocha {
namespace {

// n x ... as a matrix of n rows.
Tensor rows_of(const Tensor& t) {
  if (t.empty()) fail("a tensor with elements is needed, got ", t);
  return view(contiguous(t), Shape{t.size(0), -1});
}

}  // namespace

// Row by row of `a`, so that what lies between needs no more memory than `b`.
void match(Tensor& out, const Tensor& a, const Tensor& b, double gain) {
  check_same_type(out, a);
  check_same_type(a, b);
  const Tensor left = rows_of(a), right = rows_of(b);
  if (left.size(1) != right.size(1)) {
    fail("rows of ", left.size(1), " and ", right.size(1), " elements do not match");
  }
  write_apart(out, {&left, &right}, [&](Tensor& result) {
    prepare_result(result, Shape{left.size(0), right.size(0)});
    Tensor difference(a.dtype(), a.device()), squares(a.dtype(), a.device());
    for (int64_t i = 0; i < left.size(0); ++i) {
      add(difference, right, -1, expand(narrow(left, 0, i, 1), right.sizes()));
      mul(difference, difference, difference);
      sum(squares, difference, 1);
      Tensor row = select(result, 0, i);
      mul(row, select(squares, 1, 0), gain);
    }
  });
}

}  // namespace tocha
