// SPDX-License-Identifier: BSD-3-Clause
#include "tests/support/second_device.h"

#include <sys/mman.h>

#include <cstring>

namespace tocha::testing {
namespace {

constexpr size_t kArena = size_t(64) << 20;

char* arena() {
  static char* memory = static_cast<char*>(
      mmap(nullptr, kArena, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  return memory;
}

// While one of these lives the memory can be touched.
class Unlocked {
 public:
  Unlocked() {
    if (depth_++ == 0) mprotect(arena(), kArena, PROT_READ | PROT_WRITE);
  }
  ~Unlocked() {
    if (--depth_ == 0) mprotect(arena(), kArena, PROT_NONE);
  }

 private:
  static inline int depth_ = 0;
};

template <auto Member>
struct Forward;
template <class... Arguments, void (*Kernels::*Member)(Arguments...)>
struct Forward<Member> {
  static void run(Arguments... arguments) {
    Unlocked unlocked;
    (cpu_device().kernels.*Member)(arguments...);
  }
};

// Left out on purpose: `math`, to see how a missing family ends.
constexpr Kernels kKernels = {
    .arithmetic = Forward<&Kernels::arithmetic>::run,
    .compare = Forward<&Kernels::compare>::run,
    .bitwise = Forward<&Kernels::bitwise>::run,
    .fill = Forward<&Kernels::fill>::run,
    .copy = Forward<&Kernels::copy>::run,
    .activation = Forward<&Kernels::activation>::run,
};

size_t next_free = 0;
int64_t in_use = 0;

class SecondDevice final : public Device {
 public:
  SecondDevice(const char* name, const char* prefix) : Device(name, prefix, kKernels) {}
  void* allocate(size_t bytes) override {
    const size_t at = next_free;
    if (at + bytes > kArena) fail_environment("the second device is out of memory");
    next_free += (bytes + 63) / 64 * 64;
    in_use += int64_t(bytes);
    return arena() + at;
  }
  void deallocate(void*, size_t bytes) override {
    in_use -= int64_t(bytes);
    if (in_use == 0) next_free = 0;
  }
  void copy_to_host(void* to, const void* from, size_t bytes) override { move(to, from, bytes); }
  void copy_from_host(void* to, const void* from, size_t bytes) override { move(to, from, bytes); }
  void copy_within(void* to, const void* from, size_t bytes) override { move(to, from, bytes); }

 private:
  static void move(void* to, const void* from, size_t bytes) {
    Unlocked unlocked;
    std::memcpy(to, from, bytes);
  }
};

}  // namespace

Device& second_device() {
  static auto* device = new SecondDevice("second", "Second");
  return *device;
}

Device& posing_device(int index) {
  static SecondDevice* devices[] = {new SecondDevice("cuda:0", "Cuda"),
                                    new SecondDevice("cuda:1", "Cuda")};
  return *devices[index];
}

int64_t second_device_bytes() { return in_use; }

}  // namespace tocha::testing
