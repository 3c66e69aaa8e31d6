// SPDX-License-Identifier: BSD-3-Clause
// What the control groups of this process say: limits that a container or a service manager has
// set.
#pragma once

#include <string>
#include <vector>

#include "core/base/export.h"

namespace tocha {

/// A setting under its names in both kinds of control groups (cgroups(7)): the kind with one tree
/// for each controller, and the unified one.
struct GroupSetting {
  const char* controller;  // "memory"
  const char* own_tree;    // "memory.limit_in_bytes"
  const char* unified;     // "memory.max"
};

/// What that setting's file holds in the process's own group and in each group above it, as far as
/// the files can be seen. Each of them binds the process. The paths begin with `root` (for tests).
TOCHA_API std::vector<std::string> group_settings(const GroupSetting& setting,
                                                  const std::string& root = "");

}  // namespace tocha
