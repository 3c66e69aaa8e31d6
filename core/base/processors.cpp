// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/processors.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

namespace tocha {
namespace {

// More than 1024 processors do not fit a plain cpu_set_t: the kernel wants a larger mask then.
int processors_of_affinity() {
  for (int most = 1024; most <= 1 << 20; most *= 4) {
    cpu_set_t* mask = CPU_ALLOC(most);
    if (!mask) break;
    const size_t bytes = CPU_ALLOC_SIZE(most);
    const int count = sched_getaffinity(0, bytes, mask) == 0 ? CPU_COUNT_S(bytes, mask) : 0;
    CPU_FREE(mask);
    if (count > 0) return count;
  }
  return std::max(1, int(sysconf(_SC_NPROCESSORS_ONLN)));
}

// The quota that the files of one group tell, in processors; infinite where there is none.
double quota_of(const std::string& folder, bool unified) {
  double quota = -1, period = 0;
  if (unified) {
    std::ifstream(folder + "/cpu.max") >> quota >> period;  // "max 100000" without a limit
  } else {
    std::ifstream(folder + "/cpu.cfs_quota_us") >> quota;  // -1 without a limit
    std::ifstream(folder + "/cpu.cfs_period_us") >> period;
  }
  return quota > 0 && period > 0 ? quota / period : INFINITY;
}

// Inside a container a group's path may be told as the machine sees it: then only the root of what
// is mounted is there. Folders that are not there tell nothing.
double smallest_quota(const std::string& mount, std::string path, bool unified) {
  double least = quota_of(mount, unified);
  while (path.size() > 1) {
    least = std::min(least, quota_of(mount + path, unified));
    path.resize(path.rfind('/'));
  }
  return least;
}

}  // namespace

int available_processors(const std::string& root) {
  double quota = INFINITY;
  std::ifstream groups(root + "/proc/self/cgroup");
  // Lines of "number:controllers:path"; no controllers are named for the unified hierarchy.
  for (std::string line; std::getline(groups, line);) {
    const size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string path = line.substr(second + 1);
    std::istringstream names(line.substr(first + 1, second - first - 1));
    if (second == first + 1) {
      quota = std::min(quota, smallest_quota(root + "/sys/fs/cgroup", path, true));
    }
    for (std::string name; std::getline(names, name, ',');) {
      if (name == "cpu") {
        quota = std::min(quota, smallest_quota(root + "/sys/fs/cgroup/cpu", path, false));
      }
    }
  }
  return int(std::clamp(std::floor(quota), 1.0, double(processors_of_affinity())));
}

}  // namespace tocha
