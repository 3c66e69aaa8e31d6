// SPDX-License-Identifier: BSD-3-Clause
#include "core/tensor/retained.h"

#include <deque>
#include <mutex>
#include <unordered_map>

namespace tocha {
namespace {

std::mutex lock;

// Never destroyed: other threads may still come at the end of the program. A list may be empty.
std::unordered_map<uintptr_t, std::deque<Tensor>>& held() {
  static auto* map = new std::unordered_map<uintptr_t, std::deque<Tensor>>;
  return *map;
}

}  // namespace

void retain_tensor(uintptr_t address, const Tensor& tensor) {
  const std::lock_guard guard(lock);
  held()[address].push_back(tensor);
}

std::optional<Tensor> take_retained(uintptr_t address) {
  const std::lock_guard guard(lock);
  const auto found = held().find(address);
  if (found == held().end()) return std::nullopt;
  std::optional<Tensor> tensor;
  if (!found->second.empty()) {
    tensor = std::move(found->second.front());
    found->second.pop_front();
  }
  if (found->second.empty()) held().erase(found);
  return tensor;
}

}  // namespace tocha
