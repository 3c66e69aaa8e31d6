// SPDX-License-Identifier: BSD-3-Clause
// Walks a tensor for a reduction (core/device.h: ReduceArgs), in parallel. The walk is compiled
// once; a family brings a few functions for each operator and element type (core/cpu/reduce-inl.h).
//
// The elements are cut into blocks by their count alone and the blocks merged in order: results do
// not depend on the number of threads.
#pragma once

#include "core/device.h"

namespace tocha::cpu {

inline constexpr int kColumns = 512;  // reductions side by side

/// Functions on a state: what is known of the elements seen so far, for one result (row) or for up
/// to kColumns of them (columns).
struct StateFunctions {
  size_t size = 0;  // bytes
  void (*start)(void* state, const ReduceArgs& args, int count);
  /// Takes n elements for each of `count` results: `step` elements apart, those of the results side
  /// by side. For a row: n contiguous elements. `first` is the index of the first.
  void (*fold)(void* state, const char* p, int64_t step, int64_t n, int count, int64_t first);
  /// Adds a state that came later in the order of elements.
  void (*merge)(void* state, const void* later, int count);
  /// The result of slot `slot`, of n elements, as an element; `index` may be null.
  void (*write)(const void* state, int slot, int64_t n, char* out, char* index);
};

struct Reduction {
  StateFunctions row, columns;
  double (*number)(const void* state, int64_t n);  // of a row's state
  /// `count` results at once, each of n contiguous elements, in one block: rows are often short.
  /// `p` points to the first result, its elements and its index (null for none), `s` are the
  /// distances.
  void (*short_rows)(const ReduceArgs& args, char* const* p, const int64_t* s, int64_t n,
                     int64_t count);
};

void reduce(const Reduction& reduction, const ReduceArgs& args);

}  // namespace tocha::cpu
