// SPDX-License-Identifier: BSD-3-Clause
// The files of control groups, as kernels and containers show them, below a folder of our own.
#include "core/base/processors.h"

#include <sched.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace tocha;
namespace fs = std::filesystem;

namespace {

struct Root {
  fs::path path = fs::temp_directory_path() / ("tocha-groups-" + std::to_string(getpid()));
  Root() { fs::remove_all(path); }
  ~Root() { fs::remove_all(path); }
  void write(const char* name, const char* text) const {
    const fs::path file = path / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }
  int processors() const { return available_processors(path.string()); }
};

int allowed() {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 0;
}

}  // namespace

TEST_CASE("processors: no control group leaves those of the affinity") {
  CHECK(Root().processors() == allowed());
  Root root;
  root.write("proc/self/cgroup", "0::/user\n1:cpu,cpuacct:/\nnonsense\n");
  root.write("sys/fs/cgroup/user/cpu.max", "max 100000\n");
  root.write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
  root.write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
  CHECK(root.processors() == allowed());
}

TEST_CASE("processors: whole ones of a quota, and at least one") {
  Root root;
  root.write("proc/self/cgroup", "0::/a/b\n");
  for (const char* text : {"100000 100000", "150000 100000", "20000 100000"}) {
    root.write("sys/fs/cgroup/a/b/cpu.max", text);
    CHECK(root.processors() == 1);
  }
  root.write("sys/fs/cgroup/a/b/cpu.max", "100000000 100000");
  CHECK(root.processors() == allowed());
}

TEST_CASE("processors: a parent's quota counts, also the root's of a container") {
  Root parent, container;
  parent.write("proc/self/cgroup", "0::/a/b\n");
  parent.write("sys/fs/cgroup/a/b/cpu.max", "max 100000");
  parent.write("sys/fs/cgroup/a/cpu.max", "100000 100000");
  CHECK(parent.processors() == 1);
  container.write("proc/self/cgroup", "0::/docker/0123\n");
  container.write("sys/fs/cgroup/cpu.max", "100000 100000");
  CHECK(container.processors() == 1);
}

TEST_CASE("processors: the quota of the first kind of control group") {
  Root root;
  root.write("proc/self/cgroup", "9:memory:/x\n4:cpu,cpuacct:/x/y\n");
  root.write("sys/fs/cgroup/cpu/x/y/cpu.cfs_quota_us", "50000\n");
  root.write("sys/fs/cgroup/cpu/x/y/cpu.cfs_period_us", "50000\n");
  CHECK(root.processors() == 1);
}

TEST_CASE("processors: a thread that is bound to one has one") {
  int count = 0;
  std::thread([&] {
    cpu_set_t all, one;
    sched_getaffinity(0, sizeof all, &all);
    CPU_ZERO(&one);
    for (int i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++i) {
      if (CPU_ISSET(i, &all)) CPU_SET(i, &one);
    }
    sched_setaffinity(0, sizeof one, &one);
    count = available_processors();
  }).join();
  CHECK(count == 1);
}
