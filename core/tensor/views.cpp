// SPDX-License-Identifier: BSD-3-Clause
#include "core/tensor/views.h"

#include <numeric>

#include "core/device.h"
#include "core/ops/copy.h"

namespace tocha {
namespace {

// A second view of t's storage to be described anew.
Tensor reshaped(const Tensor& t, int64_t offset, const Shape& sizes, const Shape& strides) {
  Tensor result(t);
  result.set_view(offset, sizes, strides);
  return result;
}

}  // namespace

int check_dim(const Tensor& t, int64_t d) {
  const int64_t resolved = d < 0 ? d + t.dim() : d;
  if (resolved < 0 || resolved >= t.dim()) {
    fail("dimension ", d < 0 ? d : d + 1, " is out of range for ", t);
  }
  return int(resolved);
}

Tensor narrow(const Tensor& t, int64_t dim, int64_t start, int64_t length) {
  const int d = check_dim(t, dim);
  const int64_t given = start < 0 ? start : start + 1;
  if (start < 0) start += t.size(d);
  if (start < 0 || start >= t.size(d)) {
    fail("index ", given, " is out of range 1 to ", t.size(d), " in dimension ", d + 1);
  }
  if (length < 1 || length > t.size(d) - start) {
    fail("length ", length, " from index ", given, " is out of range for size ", t.size(d),
         " in dimension ", d + 1);
  }
  Shape sizes{t.sizes()};
  sizes[d] = length;
  return reshaped(t, t.offset() + start * t.stride(d), sizes, Shape{t.strides()});
}

Tensor select(const Tensor& t, int64_t dim, int64_t index) {
  const int d = check_dim(t, dim);
  const int64_t i = index < 0 ? index + t.size(d) : index;
  if (i < 0 || i >= t.size(d)) {
    fail("index ", index < 0 ? index : index + 1, " is out of range 1 to ", t.size(d),
         " in dimension ", d + 1);
  }
  Shape sizes{t.sizes()}, strides{t.strides()};
  sizes.erase(d);
  strides.erase(d);
  if (sizes.empty()) {  // there are no 0-dimensional tensors: one element is a vector of size 1
    sizes.push_back(1);
    strides.push_back(1);
  }
  return reshaped(t, t.offset() + i * t.stride(d), sizes, strides);
}

Tensor transpose(const Tensor& t, int64_t dim1, int64_t dim2) {
  const int a = check_dim(t, dim1), b = check_dim(t, dim2);
  Shape sizes{t.sizes()}, strides{t.strides()};
  std::swap(sizes[a], sizes[b]);
  std::swap(strides[a], strides[b]);
  return reshaped(t, t.offset(), sizes, strides);
}

Tensor permute(const Tensor& t, std::span<const int64_t> dims) {
  if (int(dims.size()) != t.dim()) {
    fail("a permutation of ", t.dim(), " dimensions is needed, got ", dims.size());
  }
  Shape sizes, strides;
  unsigned seen = 0;
  for (int64_t dim : dims) {
    const int d = check_dim(t, dim);
    if (seen & (1u << d)) fail("dimension ", d + 1, " is given twice in a permutation");
    seen |= 1u << d;
    sizes.push_back(t.size(d));
    strides.push_back(t.stride(d));
  }
  return reshaped(t, t.offset(), sizes, strides);
}

Tensor squeeze(const Tensor& t) {
  Shape sizes, strides;
  for (int d = 0; d < t.dim(); ++d) {
    if (t.size(d) == 1) continue;
    sizes.push_back(t.size(d));
    strides.push_back(t.stride(d));
  }
  if (sizes.empty() && !t.empty()) {
    sizes.push_back(1);
    strides.push_back(1);
  }
  return reshaped(t, t.offset(), sizes, strides);
}

Tensor squeeze(const Tensor& t, int64_t dim) {
  const int d = check_dim(t, dim);
  if (t.size(d) != 1 || t.dim() == 1) return t;
  Shape sizes{t.sizes()}, strides{t.strides()};
  sizes.erase(d);
  strides.erase(d);
  return reshaped(t, t.offset(), sizes, strides);
}

Tensor unsqueeze(const Tensor& t, int64_t dim) {
  if (t.empty()) fail("an empty tensor has no place for a dimension");
  const int64_t d = dim < 0 ? dim + t.dim() + 1 : dim;
  if (d < 0 || d > t.dim()) {
    fail("dimension ", dim < 0 ? dim : dim + 1, " is out of range for ", t);
  }
  Shape sizes{t.sizes()}, strides{t.strides()};
  const int64_t step = d < t.dim() ? t.size(int(d)) * t.stride(int(d)) : 1;
  sizes.insert(int(d), 1);
  strides.insert(int(d), step);
  return reshaped(t, t.offset(), sizes, strides);
}

Tensor unfold(const Tensor& t, int64_t dim, int64_t size, int64_t step) {
  const int d = check_dim(t, dim);
  if (size < 1 || size > t.size(d)) {
    fail("window size ", size, " is out of range 1 to ", t.size(d), " in dimension ", d + 1);
  }
  if (step < 1) fail("step ", step, " is below 1");
  Shape sizes{t.sizes()}, strides{t.strides()};
  sizes.push_back(size);
  strides.push_back(strides[d]);
  sizes[d] = (t.size(d) - size) / step + 1;
  strides[d] *= step;
  return reshaped(t, t.offset(), sizes, strides);
}

Tensor expand(const Tensor& t, std::span<const int64_t> wanted) {
  const int extra = int(wanted.size()) - t.dim();
  if (extra < 0 || t.empty()) fail("sizes ", t.sizes(), " cannot expand to ", wanted);
  Shape strides;
  for (int d = 0; d < int(wanted.size()); ++d) {
    const bool present = d >= extra;
    if (wanted[d] < 1 || (present && t.size(d - extra) != 1 && t.size(d - extra) != wanted[d])) {
      fail("sizes ", t.sizes(), " cannot expand to ", wanted);
    }
    strides.push_back(present && t.size(d - extra) == wanted[d] ? t.stride(d - extra) : 0);
  }
  return reshaped(t, t.offset(), Shape{wanted}, strides);
}

Tensor view(const Tensor& t, std::span<const int64_t> wanted) {
  if (!t.is_contiguous()) fail("a contiguous tensor is needed, got ", t, " with other strides");
  Shape sizes{wanted};
  int64_t known = 1;
  int open = -1;
  bool fits = true;
  for (int d = 0; d < sizes.size(); ++d) {
    if (sizes[d] == -1) {
      if (open >= 0) fail("only one size may be -1");
      open = d;
    } else if (sizes[d] < 0 || __builtin_mul_overflow(known, sizes[d], &known)) {
      fits = false;
    }
  }
  if (open >= 0) {
    sizes[open] = known > 0 ? t.numel() / known : 0;
    known *= sizes[open];
  }
  if (!fits || (sizes.empty() ? 0 : known) != t.numel()) {
    fail("sizes ", t.sizes(), " cannot be viewed as ", wanted);
  }
  if (t.empty()) sizes = Shape{};  // without elements there are no dimensions
  return reshaped(t, t.offset(), sizes, contiguous_strides(sizes));
}

Tensor contiguous(const Tensor& t) { return t.is_contiguous() ? t : clone(t); }

Tensor clone(const Tensor& t) {
  Tensor result(t.dtype(), t.device());
  result.resize_as(t);
  copy(result, t);
  return result;
}

Tensor to(const Tensor& t, DType dtype, Device& device) {
  if (t.dtype() == dtype && &t.device() == &device) return t;
  Tensor result(dtype, device);
  result.resize_as(t);
  copy(result, t);
  return result;
}

Shape broadcast_sizes(const Tensor& a, const Tensor& b) {
  const int n = std::max(a.dim(), b.dim());
  Shape sizes;
  for (int d = 0; d < n; ++d) {
    const int da = d - (n - a.dim()), db = d - (n - b.dim());
    const int64_t sa = da < 0 ? 1 : a.size(da), sb = db < 0 ? 1 : b.size(db);
    if (sa != sb && sa != 1 && sb != 1) {
      fail("sizes ", a.sizes(), " and ", b.sizes(), " do not match");
    }
    sizes.push_back(std::max(sa, sb));
  }
  if (a.empty() != b.empty()) fail("sizes ", a.sizes(), " and ", b.sizes(), " do not match");
  return sizes;
}

bool overlaps(const Tensor& out, const Tensor& in) {
  if (!out.storage() || out.storage() != in.storage() || out.is_set_to(in)) return false;
  // Conservative: the address ranges meet.
  auto last = [](const Tensor& t) {
    int64_t offset = t.offset();
    for (int d = 0; d < t.dim(); ++d) offset += (t.size(d) - 1) * t.stride(d);
    return offset;
  };
  if (out.is_contiguous() && in.is_contiguous() && out.offset() == in.offset() &&
      out.numel() == in.numel()) {
    return false;
  }
  return !out.empty() && !in.empty() && out.offset() <= last(in) && in.offset() <= last(out);
}

namespace {

[[noreturn]] void refuse(const Tensor& result) {
  fail("the result ", result,
       " is an expanded tensor, whose elements share memory; clone it first");
}

}  // namespace

bool shares_elements(const Tensor& t) {
  for (int d = 0; d < t.dim(); ++d) {
    if (t.stride(d) == 0 && t.size(d) > 1) return true;
  }
  return false;
}

Tensor once_an_element(const Tensor& t, const Tensor& result) {
  Tensor once = t;
  for (int d = 0; d < result.dim(); ++d) {
    const int64_t copies = result.stride(d) == 0 ? result.size(d) : 1;
    if (copies == 1) continue;
    if (once.stride(d) != 0) {
      const Tensor first = expand(narrow(once, d, 0, 1), once.sizes());
      if (!need(t.device(), t.device().kernels.equal)(once, first)) refuse(result);
    }
    once = narrow(once, d, 0, 1);
  }
  return once;
}

void check_writable(const Tensor& t) {
  if (shares_elements(t)) refuse(t);
}

}  // namespace tocha
