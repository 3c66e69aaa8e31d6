// SPDX-License-Identifier: BSD-3-Clause
// Storages over the contents of a file: the pages are read when they are touched, and a shared
// mapping writes its changes back. (Truncating a file that is mapped makes the system end the
// process at the next touch; nothing here can prevent that.)
#pragma once

#include <string>

#include "core/tensor/storage.h"

namespace tocha {

enum class Mapping {
  Private,       // the file is only read; changes stay in this process
  Shared,        // changes go to the file, which is made or extended as needed
  SharedMemory,  // the same for a named piece of shared memory (shm_open); as in Torch7 the name is
                 // gone once a storage over it is: who has it mapped keeps it, no one else gets it
};

/// The first `size` elements of the file; 0: all of it. The caller owns the one reference.
/// Environment errors: the file cannot be opened or mapped; caller's: it is too small.
TOCHA_API Storage* map_file(DType dtype, const std::string& path, int64_t size, Mapping mapping);

}  // namespace tocha
