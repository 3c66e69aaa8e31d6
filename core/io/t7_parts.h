// SPDX-License-Identifier: BSD-3-Clause
// The parts of .t7 files that every reader and writer of them shares: the kinds of values, strings,
// the names of tensor classes, the layouts of tensors. Nothing that is read is believed before it
// is checked.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/io/file.h"
#include "core/tensor/tensor.h"

namespace tocha::t7 {

/// The int before each value (lua/torch/object_kinds.lua repeats them). Tables, Torch objects and
/// functions but the old ones are followed by an index; one that comes again is only its index.
enum Kind : int32_t {
  kNil,
  kNumber,
  kString,
  kTable,
  kTorch,
  kBoolean,
  kOldFunction,    // no index; upvalues as a list of values
  kOlderFunction,  // upvalues as a list of values
  kFunction,       // upvalues as a list of {name, id, value}
};

/// Objects nested deeper are refused: whoever walks them may recurse.
inline constexpr int kDeepest = 30000;

/// A string: an int length and the characters.
TOCHA_API std::string read_text(File& file);
TOCHA_API void write_text(File& file, std::string_view text);

/// A tensor or storage class; those on GPUs count as their twins in host memory.
struct TensorClass {
  DType dtype;
  bool is_storage;
};
/// From "torch.FloatTensor", "torch.CudaLongStorage", ...; nothing for other names.
TOCHA_API std::optional<TensorClass> tensor_class(std::string_view name);

/// How a tensor lies in its storage; the offset counts from 0.
struct Layout {
  Shape sizes, strides;
  int64_t offset = 0;
};
/// In files: int dimensions, long sizes, long strides and the long offset, counted from 1.
TOCHA_API Layout read_layout(File& file);
TOCHA_API void write_layout(File& file, const Tensor& tensor);

/// The tensor becomes a view of the storage (null: none), which must hold all of it. `file` is only
/// named in errors.
TOCHA_API void place(const File& file, Tensor& tensor, Storage* storage, const Layout& layout);

}  // namespace tocha::t7
