// SPDX-License-Identifier: BSD-3-Clause
#include "core/ops/pick.h"

#include <vector>

#include "core/device.h"
#include "core/ops/arithmetic.h"
#include "core/ops/compare.h"
#include "core/ops/extreme.h"
#include "core/ops/masked.h"
#include "core/ops/result.h"

namespace tocha {
namespace {

// Positions along one dimension, from 1 and in range.
struct List {
  int dim;
  Tensor positions;
};

// What the index kernel gets: slices of `whole` along `dim` at `list`, a vector. `flat` are the
// sizes of all of them together, `sizes` those that the caller sees.
struct Walk {
  Tensor whole;
  int dim;
  Tensor list;
  Shape flat, sizes;
};

Tensor shaped(const Tensor& like, const Shape& sizes) {
  Tensor t(like.dtype(), like.device());
  t.set_view(0, sizes, contiguous_strides(sizes));
  return t;
}

// Positions counted backwards turned forwards; the caller's error when one is out of range.
Tensor in_range(const Tensor& positions, int64_t size, int named) {
  auto refuse = [&](double position) {
    fail("index ", position, " is out of range 1 to ", size, " in dimension ", named);
  };
  const double lowest = min(positions), highest = max(positions);
  if (highest > double(size)) refuse(highest);
  if (lowest >= 1) return positions;
  if (lowest < -double(size)) refuse(lowest);
  Tensor marks(DType::Byte, positions.device()), negative(DType::Long, positions.device());
  eq(marks, positions, 0);
  if (any(marks)) refuse(0);
  lt(negative, positions, 0);
  add(negative, positions, double(size + 1), negative);
  return negative;
}

void add_mask(std::vector<List>& lists, const Tensor& t, const Pick& p) {
  bool fits = !p.by.empty() && p.dim + p.by.dim() <= t.dim();
  for (int k = 0; fits && k < p.by.dim(); ++k) fits = p.by.size(k) == t.size(p.dim + k);
  if (!fits) {
    fail("sizes ", p.by.sizes(), " of the mask and ", t.sizes().subspan(size_t(p.dim)),
         " do not match");
  }
  Tensor set(DType::Long, t.device());
  nonzero(set, p.by);
  for (int k = 0; k < p.by.dim(); ++k) {
    lists.push_back({p.dim + k, set.empty() ? set : select(set, 1, k)});
  }
}

std::vector<List> lists_of(const Tensor& t, std::span<const Pick> picks) {
  std::vector<List> lists;
  for (const Pick& p : picks) {
    check_companion(p.by, p.by.dtype() == DType::Byte ? DType::Byte : DType::Long, t, "index");
    if (p.by.dtype() == DType::Byte)
      add_mask(lists, t, p);
    else
      lists.push_back({p.dim, p.by.empty() ? p.by : in_range(p.by, t.size(p.dim), p.named)});
  }
  return lists;
}

// Several dimensions are walked as one whose slices begin at any element, the list being the
// distances from the first one. So no layout needs a copy of the whole.
Walk joint(const Tensor& t, const std::vector<List>& lists) {
  Tensor at(DType::Long, t.device());
  int64_t before_first = 1, span = 1;
  Shape sizes{t.sizes()}, strides{t.strides()};
  for (const List& list : lists) {
    const int64_t stride = t.stride(list.dim);
    Tensor sum(DType::Long, t.device());
    if (at.empty())
      mul(sum, list.positions, double(stride));
    else
      add(sum, at, double(stride), list.positions);
    at = sum;
    before_first -= stride;
    span += (t.size(list.dim) - 1) * stride;
  }
  add(at, at, double(before_first));
  for (size_t k = lists.size() - 1; k > 0; --k) {
    sizes.erase(lists[k].dim);
    strides.erase(lists[k].dim);
  }
  const int d = lists[0].dim;
  sizes[d] = span;
  strides[d] = 1;
  Tensor whole(t);
  whole.set_view(t.offset(), sizes, strides);
  return {whole, d, at, {}, {}};
}

// Nothing when nothing is chosen.
bool plan(const Tensor& t, std::span<const Pick> picks, Walk& walk) {
  const std::vector<List> lists = lists_of(t, picks);
  for (const List& list : lists) {
    if (list.positions.empty()) return false;
  }
  walk = lists.size() > 1 ? joint(t, lists) : Walk{t, lists[0].dim, lists[0].positions, {}, {}};
  for (int d = 0; d < walk.whole.dim(); ++d) {
    const bool here = d == walk.dim;
    walk.flat.push_back(here ? walk.list.numel() : walk.whole.size(d));
    if (!here) walk.sizes.push_back(walk.whole.size(d));
    for (int64_t size : walk.list.sizes().first(here ? size_t(walk.list.dim()) : 0)) {
      walk.sizes.push_back(size);
    }
  }
  const bool shared = walk.list.storage() == t.storage();
  walk.list = view(shared ? clone(walk.list) : contiguous(walk.list), Shape{walk.flat[walk.dim]});
  return true;
}

void run(IndexMode mode, const Walk& walk, const Tensor& part) {
  need(part.device(), part.device().kernels.index)(mode, walk.whole, part, walk.dim, walk.list);
}

}  // namespace

Tensor pick(const Tensor& in, std::span<const Pick> picks) {
  Walk walk;
  if (!plan(in, picks, walk)) return Tensor(in.dtype(), in.device());
  const Tensor part(in.dtype(), walk.flat, in.device());
  run(IndexMode::Select, walk, part);
  return view(part, walk.sizes);
}

void put(Tensor& t, std::span<const Pick> picks, const Tensor& source) {
  check_writable(t);
  Walk walk;
  if (!plan(t, picks, walk)) return;
  Tensor part = match_sizes(to(source, t.dtype(), t.device()), shaped(t, walk.sizes));
  if (walk.sizes != walk.flat) part = view(contiguous(part), walk.flat);
  run(IndexMode::Copy, walk, part.storage() == t.storage() ? clone(part) : part);
}

void put(Tensor& t, std::span<const Pick> picks, double value) {
  put(t, picks, constant_like(t, value, Shape{1}));
}

}  // namespace tocha
