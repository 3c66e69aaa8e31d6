// SPDX-License-Identifier: BSD-3-Clause
// The file beside a file that is to replace it once it is complete. Its writer holds a lock on it,
// which the system takes away when the writer ends in whatever way: what nobody holds is left over.
#pragma once

#include <string>

namespace tocha {

/// The folder that a path leads to its last name in.
std::string folder_of(const std::string& path);

/// Makes such a file, with the permissions of any new file, and sets its path. Returns the
/// descriptor, whose lock lasts until it and its duplicates are closed; -1 with errno set.
int make_temporary(const std::string& final_path, std::string* path);

/// Removes the files of this kind that writers of the same file left when they were killed.
void remove_abandoned(const std::string& final_path);

}  // namespace tocha
