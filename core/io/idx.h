// SPDX-License-Identifier: BSD-3-Clause
// Reads IDX files, the format of the MNIST family of data sets: two zero bytes, an element type,
// the number of dimensions, the sizes (32-bit big-endian), the elements (big-endian).
#pragma once

#include <string>

#include "core/tensor/tensor.h"

namespace tocha {

/// The tensor in the file, which may be compressed with gzip. Types: unsigned byte -> Byte, signed
/// byte -> Char, short -> Short, int -> Int, float, double. Environment error: the file cannot be
/// read; caller's error: it is not an IDX file, is cut off, is damaged or has bytes left over.
TOCHA_API Tensor read_idx(const std::string& path);

}  // namespace tocha
