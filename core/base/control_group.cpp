// SPDX-License-Identifier: BSD-3-Clause
#include "core/base/control_group.h"

#include <fstream>
#include <string_view>

namespace tocha {
namespace {

// A reader that passes errors on (no memory) instead of taking them for the end of the file.
std::ifstream open(const std::string& name) {
  std::ifstream file(name);
  file.exceptions(std::ios::badbit);
  return file;
}

void read_upwards(const std::string& tree, std::string group, const char* file,
                  std::vector<std::string>& values) {
  for (;;) {
    std::string value;
    if (std::getline(open(tree + group + "/" + file), value)) values.push_back(value);
    if (group.empty()) return;
    group.resize(group.rfind('/'));
  }
}

bool lists(std::string_view controllers, std::string_view wanted) {
  for (;;) {
    const size_t comma = controllers.find(',');
    if (controllers.substr(0, comma) == wanted) return true;
    if (comma == controllers.npos) return false;
    controllers.remove_prefix(comma + 1);
  }
}

}  // namespace

// A line is "number:controllers:/group"; without controllers it is that of the unified tree, which
// lies beside the others where both kinds are in use. In a container the group may be named as the
// host sees it while the container sees its own at the top: the way upwards ends there.
std::vector<std::string> group_settings(const GroupSetting& setting, const std::string& root) {
  std::vector<std::string> values;
  const std::string trees = root + "/sys/fs/cgroup";
  std::ifstream groups = open(root + "/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {
    const size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == line.npos || line.compare(second + 1, 1, "/") != 0) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    std::string group = line.substr(second + 1);
    if (group == "/") group.clear();
    if (controllers.empty()) {
      read_upwards(trees, group, setting.unified, values);
      read_upwards(trees + "/unified", group, setting.unified, values);
    } else if (lists(controllers, setting.controller)) {
      read_upwards(trees + "/" + setting.controller, group, setting.own_tree, values);
    }
  }
  return values;
}

}  // namespace tocha
