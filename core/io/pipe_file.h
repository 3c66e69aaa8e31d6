// SPDX-License-Identifier: BSD-3-Clause
// A file that is the output ('r') or the input ('w') of a command run by the shell.
#pragma once

#include <cstdio>

#include "core/io/descriptor_file.h"

namespace tocha {

class TOCHA_API PipeFile : public DescriptorFile {
 public:
  PipeFile(const std::string& command, FileMode mode);
  ~PipeFile() override;

 protected:
  /// Waits for the command to end. One that was written to and ends with a failure is an error:
  /// what it was given may be lost.
  bool do_close() override;

 private:
  PipeFile(const std::string& command, FileMode mode, std::FILE* pipe);
  std::FILE* pipe_;  // the C library's handle; its descriptor does the work
};

}  // namespace tocha
