// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/control_group.h"

#include <catch2/catch.hpp>

#include "tests/support/files.h"

using namespace tocha;

namespace {

constexpr GroupSetting kMemory{"memory", "memory.limit_in_bytes", "memory.max"};
using Values = std::vector<std::string>;

struct Root {
  testing::Folder folder;
  std::string path = folder.file("");
  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(path + name).parent_path());
    testing::put_contents(path + name, text);
  }
};

}  // namespace

TEST_CASE("limits of the unified tree: the group's and those of the groups above it") {
  const Root root;
  root.write("proc/self/cgroup", "0::/system.slice/trainer.service\n");
  root.write("sys/fs/cgroup/system.slice/trainer.service/memory.max", "1000\n");
  root.write("sys/fs/cgroup/system.slice/memory.max", "max\n");
  root.write("sys/fs/cgroup/other.slice/memory.max", "5\n");
  CHECK(group_settings(kMemory, root.path) == Values{"1000", "max"});
}

TEST_CASE("limits of a controller's own tree, also beside a unified one") {
  const Root root;
  root.write("proc/self/cgroup",
             "9:name=systemd:/\n5:cpu,cpuacct:/jobs\n4:hugetlb,memory:/jobs/7\n0::/jobs\n");
  root.write("sys/fs/cgroup/memory/jobs/7/memory.limit_in_bytes", "9223372036854771712\n");
  root.write("sys/fs/cgroup/memory/jobs/memory.limit_in_bytes", "2000\n");
  root.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
  root.write("sys/fs/cgroup/unified/jobs/memory.max", "3000\n");
  root.write("sys/fs/cgroup/cpu/jobs/cpu.cfs_quota_us", "50000\n");
  CHECK(group_settings(kMemory, root.path) ==
        Values{"9223372036854771712", "2000", "9223372036854771712", "3000"});
  CHECK(group_settings({"cpu", "cpu.cfs_quota_us", "cpu.max"}, root.path) == Values{"50000"});
}

// A container may see its group's own limit at the top, under a name that the host gave the group.
TEST_CASE("a group that cannot be seen under its name") {
  const Root root;
  root.write("proc/self/cgroup", "4:memory:/docker/0123abcd\n");
  root.write("sys/fs/cgroup/memory/memory.limit_in_bytes", "4000\n");
  CHECK(group_settings(kMemory, root.path) == Values{"4000"});
}

TEST_CASE("no control groups") { CHECK(group_settings(kMemory, "/nowhere").empty()); }
