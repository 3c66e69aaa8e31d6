// SPDX-License-Identifier: BSD-3-Clause
// How many processors this process may use.
#pragma once

#include <string>

#include "core/base/export.h"

namespace tocha {

/// The processors that the calling thread's affinity allows (`taskset`, containers' cpusets), or
/// fewer where a control group gives the process less time than they have: the whole processors in
/// the smallest quota of its groups and their parents, of both kinds of control group. At least 1.
/// The kernel's files are read below `root`, which tests set.
TOCHA_API int available_processors(const std::string& root = "");

}  // namespace tocha
