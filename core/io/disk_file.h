// SPDX-License-Identifier: BSD-3-Clause
// A file on disk, and one that replaces another only when it is complete.
#pragma once

#include <string>

#include "core/io/descriptor_file.h"

namespace tocha {

class TOCHA_API DiskFile : public DescriptorFile {
 public:
  /// 'r' opens an existing file, 'w' empties or makes it, 'rw' keeps or makes it.
  DiskFile(const std::string& path, FileMode mode);
  ~DiskFile() override;

 protected:
  DiskFile(const std::string& path, FileMode mode, int descriptor);
  bool do_close() override;
};

/// Writes a whole file so that `path` holds the old contents or the new, never a part: the bytes
/// go to a new file beside it, and `close` flushes that to the disk and renames it. Until then, and
/// whenever something fails, the old file is as it was and the new one is removed; that of a writer
/// that was killed is removed when the path is written the next time. A path that is
/// no regular file (a device, a pipe), or in a folder that takes no new file, is written directly.
class TOCHA_API ReplacingFile : public DiskFile {
 public:
  explicit ReplacingFile(const std::string& path);
  /// Gives up what was written, unless close() came before.
  ~ReplacingFile() override;

 protected:
  bool do_close() override;

 private:
  struct Target;
  explicit ReplacingFile(const std::string& path, Target target);
  size_t put(const char* from, size_t n) override;
  void discard();

  std::string final_path_, temporary_path_;  // both empty where written directly
};

}  // namespace tocha
