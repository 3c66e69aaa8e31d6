// SPDX-License-Identifier: BSD-3-Clause
// Whole storages in files.
#pragma once

#include "core/io/file.h"
#include "core/tensor/storage.h"

namespace tocha {

/// Resizes the storage to `n` elements and reads them. A count that the file cannot hold is an
/// error before memory is taken for it; a quiet file leaves the storage with what there was.
TOCHA_API void read_elements(File& file, Storage& storage, int64_t n);

/// Storages as in .t7 files: the number of elements, as a Long, and the elements.
TOCHA_API void write_storage(File& file, const Storage& storage);
TOCHA_API void read_storage(File& file, Storage& storage);

}  // namespace tocha
