// SPDX-License-Identifier: BSD-3-Clause
// Views: other tensors over the same storage. Nothing is copied. Dimensions and positions count
// from 0 and may be negative (from the end); an error names the bound that was passed, counted from
// 1 as in Lua.
#pragma once

#include "core/tensor/tensor.h"

namespace tocha {

/// Checks dimension `d` (negative: from the end) of `t` and returns it as 0 ... dim-1.
TOCHA_API int check_dim(const Tensor& t, int64_t d);

TOCHA_API Tensor narrow(const Tensor& t, int64_t dim, int64_t start, int64_t length);
TOCHA_API Tensor select(const Tensor& t, int64_t dim, int64_t index);
TOCHA_API Tensor transpose(const Tensor& t, int64_t dim1, int64_t dim2);
TOCHA_API Tensor permute(const Tensor& t, std::span<const int64_t> dims);
TOCHA_API Tensor squeeze(const Tensor& t);
TOCHA_API Tensor squeeze(const Tensor& t, int64_t dim);
TOCHA_API Tensor unsqueeze(const Tensor& t, int64_t dim);
/// Slides a window of `size` with `step` along `dim`; the windows become a new last dimension.
TOCHA_API Tensor unfold(const Tensor& t, int64_t dim, int64_t size, int64_t step);
/// Repeats dimensions of size 1 with stride 0; new dimensions may come in front.
TOCHA_API Tensor expand(const Tensor& t, std::span<const int64_t> sizes);
/// A contiguous tensor under other sizes (one may be -1).
TOCHA_API Tensor view(const Tensor& t, std::span<const int64_t> sizes);

/// `t` itself when contiguous, else a contiguous copy.
TOCHA_API Tensor contiguous(const Tensor& t);
/// A contiguous copy in its own storage.
TOCHA_API Tensor clone(const Tensor& t);
/// A copy in another type or on another device; `t` itself when nothing changes.
TOCHA_API Tensor to(const Tensor& t, DType dtype, Device& device);

/// The sizes that both broadcast to; the caller's error "sizes AxB and CxD do not match".
TOCHA_API Shape broadcast_sizes(const Tensor& a, const Tensor& b);
/// True when writing `out` could change elements of `in` that are still to be read.
TOCHA_API bool overlaps(const Tensor& out, const Tensor& in);
/// True when positions of `t` share elements (stride 0, an expanded tensor).
TOCHA_API bool shares_elements(const Tensor& t);
/// `t` with one position for those that share an element in `result`, of the same sizes. What is
/// computed from it for those is written once, so the caller's error where `t` differs between
/// them.
TOCHA_API Tensor once_an_element(const Tensor& t, const Tensor& result);
/// The caller's error when positions of `t` share elements: for operators that may give each of
/// them another value.
TOCHA_API void check_writable(const Tensor& t);

}  // namespace tocha
