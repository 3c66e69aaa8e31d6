// SPDX-License-Identifier: BSD-3-Clause
#include "core/io/pipe_file.h"

#include <sys/wait.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include "core/base/error.h"

namespace tocha {

namespace {

std::FILE* start(const std::string& command, FileMode mode) {
  if (mode.read && mode.write) fail("file mode of a pipe must be 'r' or 'w', not 'rw'");
  std::FILE* pipe = ::popen(command.c_str(), mode.read ? "re" : "we");
  if (!pipe) fail_environment("cannot run '", command, "': ", std::strerror(errno));
  return pipe;
}

}  // namespace

PipeFile::PipeFile(const std::string& command, FileMode mode)
    : PipeFile(command, mode, start(command, mode)) {}

PipeFile::PipeFile(const std::string& command, FileMode mode, std::FILE* pipe)
    : DescriptorFile(mode, "command", command, ::fileno(pipe)), pipe_(pipe) {}

PipeFile::~PipeFile() {
  if (!is_open()) return;
  try {
    flush();
  } catch (const std::bad_alloc&) {  // for the text of a failure, which nobody would read
  }
  release();
  ::pclose(pipe_);
}

bool PipeFile::do_close() {
  const bool flushed = flush();
  release();
  const int status = ::pclose(std::exchange(pipe_, nullptr));
  if (!flushed) return false;
  if (mode().write && status != 0) {
    problem_ = status > 0 && WIFEXITED(status)
                   ? concat("it ended with status ", WEXITSTATUS(status))
                   : "it was ended by a signal";
    return false;
  }
  return true;
}

}  // namespace tocha
